import type { Cloud } from '#local/cloud.ts';
import { dataFolderByDefault } from '../running-cloud.ts';
import { apiPortByDefault, type StartOptions } from './read-options.ts';

function invitation({ dataFolder }: StartOptions): string {
  const data = dataFolder === dataFolderByDefault ? '' : ` --data ${dataFolder}`;
  return `npm run staff:invite -- --local${data} --name dewi --roles dpo`;
}

function otherPortNote({ apiPort }: StartOptions): string {
  if (apiPort === apiPortByDefault) return '';
  return `
  The API listens on another port than ${apiPortByDefault}: links in mails lead to http://127.0.0.1:${apiPortByDefault}.
  Open the part after the origin at the address above.
`;
}

/** What a person reads when the cloud is ready: where everything is, and how to act as a player and as staff. */
export function greeting(cloud: Cloud, options: StartOptions): string {
  const { apiAddress, awsAddress, consoleAddress } = cloud;
  const offsetDays = Math.round(cloud.clock.offsetMs() / 86_400_000);
  return `
  HTTP API        ${apiAddress}   (through the delivery network, as everybody comes)
  API reference   ${consoleAddress}/reference
  Inbox           ${consoleAddress}/inbox
  Status          ${consoleAddress}/
  AWS services    ${awsAddress}   (DynamoDB, KMS, S3, SQS, SES of ${cloud.region})
  Data            ${cloud.dataFolder}
${offsetDays > 0 ? `\n  The clock of this data was turned ${offsetDays} days ahead.\n` : ''}${otherPortNote(options)}
  To act as a player: POST ${apiAddress}/v1/players as the API reference shows it;
  the mail with the link comes to the inbox.

  To act as staff, in another terminal:
    ${invitation(options)}
  puts dewi into the staff register and prints an access token of ten minutes. Run it again for a new one.
  Roles: support, kyc-reviewer, compliance, dpo, auditor.

  To turn the clock by a day:
    curl -s ${consoleAddress}/clock -H 'content-type: application/json' -d '{"turnByMs":86400000}'

  Ctrl-C stops. What happened is kept for the next start; npm start -- --fresh begins anew.
`;
}
