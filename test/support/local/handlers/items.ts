// Handler of the sample app's HTTP API: stores and reads items, and does a few things that tests ask for by path.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client, PutObjectCommand } from '@aws-sdk/client-s3';
import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

const documents = DynamoDBDocumentClient.from(new DynamoDBClient());
const importedAt = Date.now();
const table = () => process.env['TABLE_NAME'] ?? '';

type Answer = APIGatewayProxyStructuredResultV2;
type Act = (event: APIGatewayProxyEventV2WithJWTAuthorizer) => Promise<Answer>;

const json = (body: unknown, statusCode = 200): Answer => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

const acts: Readonly<Record<string, Act>> = {
  'GET /time': async (event) =>
    json({ importedAt, now: Date.now(), today: new Date().toISOString(), timeEpoch: event.requestContext.timeEpoch }),
  'GET /echo/{name}': async (event) => json(event),
  'POST /echo/{name}': async (event) => json(event),
  'GET /staff': async (event) => json(event.requestContext.authorizer),
  'GET /machine': async (event) => json(event.requestContext.authorizer),
  'PUT /items/{id}': async (event) => {
    const item = {
      id: event.pathParameters?.['id'],
      body: event.body ?? '',
      endsAtSeconds: Number(event.headers['x-ends'] ?? 0),
    };
    await documents.send(new PutCommand({ TableName: table(), Item: item }));
    return json({ stored: item.id }, 201);
  },
  'GET /items/{id}': async (event) => {
    const id = event.pathParameters?.['id'];
    const { Item } = await documents.send(new GetCommand({ TableName: table(), Key: { id } }));
    return Item === undefined ? json({ message: 'no such item' }, 404) : json(Item);
  },
  'GET /scan': async () => json((await documents.send(new ScanCommand({ TableName: table() }))).Items),
  'POST /jobs': async (event) => {
    await new SQSClient().send(
      new SendMessageCommand({ QueueUrl: process.env['QUEUE_URL'], MessageBody: event.body ?? '' }),
    );
    return json({}, 202);
  },
  'POST /documents': async (event) => {
    const bucket = { Bucket: process.env['BUCKET_NAME'], Key: 'incoming/one' };
    await new S3Client().send(new PutObjectCommand({ ...bucket, Body: event.body ?? '' }));
    return json({}, 202);
  },
  'POST /mails': async (event) => {
    const Simple = { Subject: { Data: 'Hello' }, Body: { Text: { Data: 'A mail' } } };
    const mail = new SendEmailCommand({
      FromEmailAddress: 'hello@sample.test',
      Destination: { ToAddresses: [event.body ?? ''] },
      ConfigurationSetName: process.env['CONFIGURATION_SET'],
      Content: { Simple },
    });
    return json({ id: (await new SESv2Client().send(mail)).MessageId }, 202);
  },
  'GET /hang': () => new Promise(() => {}),
  'GET /crash': () => process.exit(3),
  'GET /throw': () => Promise.reject(new Error('thrown by the handler')),
};

export const handler: Act = async (event) => {
  const act = acts[event.routeKey];
  return act === undefined ? json({ message: `no ${event.routeKey}` }, 404) : act(event);
};
