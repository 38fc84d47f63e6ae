import { describe, expect, it } from 'vitest';
import { workers } from '#lib/workers.ts';
import { queueOf, workerTimeoutSecondsDefault } from '#lib/worker-row.ts';
import { resourcesOf, sorted, type Located, type TemplateValue } from './templates.ts';

const queues = () => resourcesOf('AWS::SQS::Queue');
const isDead = ({ logicalId }: Located) => logicalId.includes('DeadLetters');
const alarmsOn = ({ stage, logicalId }: Located) =>
  resourcesOf('AWS::CloudWatch::Alarm', stage).filter(
    ({ properties }) => properties['Dimensions']?.[0]?.Value?.['Fn::GetAtt']?.[0] === logicalId,
  );

describe('queues', () => {
  it('have a dead-letter queue each', () => {
    for (const queue of queues().filter((each) => !isDead(each))) {
      const target = queue.properties['RedrivePolicy'].deadLetterTargetArn['Fn::GetAtt'][0];
      expect(target, queue.at).toMatch(/DeadLetters/);
      expect(queue.properties['RedrivePolicy'].maxReceiveCount, queue.at).toBe(5);
    }
    expect(queues().filter(isDead)).toHaveLength(queues().length / 2);
  });

  it('alarm for what is dead and for what waits, in words that say what a person loses', () => {
    const impacts = workers.filter((worker) => queueOf(worker) !== undefined).map(({ errorImpact }) => errorImpact);
    for (const queue of queues()) {
      const alarms = alarmsOn(queue);
      expect(alarms, queue.at).toHaveLength(1);
      const [alarm] = alarms;
      expect(alarm!.properties['MetricName'], queue.at).toBe(
        isDead(queue) ? 'ApproximateNumberOfMessagesVisible' : 'ApproximateAgeOfOldestMessage',
      );
      expect(
        impacts.some((impact) => alarm!.properties['AlarmDescription'].endsWith(impact)),
        queue.at,
      ).toBe(true);
      expect(alarm!.properties['AlarmActions'], queue.at).toHaveLength(1);
    }
  });

  it('are encrypted with our key and reached by TLS only', () => {
    for (const queue of queues()) {
      expect(JSON.stringify(queue.properties['KmsMasterKeyId']), queue.at).toContain('KeysQueuesKey');
      const statements = resourcesOf('AWS::SQS::QueuePolicy', queue.stage)
        .filter(({ properties }) => properties['Queues'][0].Ref === queue.logicalId)
        .flatMap(({ properties }) => properties['PolicyDocument'].Statement);
      expect(statements, queue.at).toContainEqual(
        expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      );
    }
  });

  it('are fed by services only through one rule each', () => {
    const allowing = resourcesOf('AWS::SQS::QueuePolicy').flatMap(({ at, properties }) =>
      properties['PolicyDocument'].Statement.filter(({ Effect }: { Effect: string }) => Effect === 'Allow').map(
        (statement: TemplateValue) => ({ at, statement }),
      ),
    );
    expect(allowing.length).toBeGreaterThan(0);
    for (const { at, statement } of allowing) {
      expect(statement.Action, at).toBe('sqs:SendMessage');
      expect(statement.Condition.ArnEquals['aws:SourceArn']['Fn::GetAtt'][0], at).toMatch(/Rule/);
    }
  });

  it('hide a message for six times as long as its worker may take', () => {
    const timeouts = workers
      .filter((worker) => queueOf(worker) !== undefined)
      .map(({ timeoutSeconds }) => 6 * (timeoutSeconds ?? workerTimeoutSecondsDefault));
    const hidden = resourcesOf('AWS::SQS::Queue', 'Local')
      .filter((queue) => !isDead(queue))
      .map(({ properties }) => properties['VisibilityTimeout']);
    expect(sorted(hidden.map(String))).toEqual(sorted(timeouts.map(String)));
  });
});

describe('rules that feed queues', () => {
  const templateOf = (logicalId: RegExp) =>
    resourcesOf('AWS::Events::Rule', 'Local').find((rule) => logicalId.test(rule.logicalId))!.properties['Targets'][0]
      .InputTransformer;

  it('keep of a mail event what happened to which attempt, and no address or subject', () => {
    expect(Object.values(templateOf(/^MailEvents/).InputPathsMap)).toEqual([
      '$.detail.eventType',
      '$.detail.mail.messageId',
      '$.detail.mail.tags.attempt',
      '$.detail.bounce.bounceType',
      '$.detail.bounce.bounceSubType',
      '$.time',
    ]);
  });

  it('keep of a new list its version and nothing else', () => {
    expect(Object.values(templateOf(/^Lists/).InputPathsMap)).toEqual(['$.detail.object.version-id', '$.time']);
  });

  it('keep of a scanned upload its key, version and result, and not what was found in it', () => {
    expect(Object.values(templateOf(/^Uploads/).InputPathsMap)).toEqual([
      '$.detail.s3ObjectDetails.objectKey',
      '$.detail.s3ObjectDetails.versionId',
      '$.detail.scanResultDetails.scanResultStatus',
      '$.time',
    ]);
  });
});
