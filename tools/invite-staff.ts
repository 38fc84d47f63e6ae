// Invites a person to the staff of the running local cloud or of a deployed region.
import { inviteInRegion } from './invite/invite-in-region.ts';
import { inviteLocally } from './invite/invite-locally.ts';
import { readInvitation, type Invitation } from './invite/read-invitation.ts';

async function invite(invitation: Invitation): Promise<string> {
  const { name, roles, to } = invitation;
  if (to.kind === 'region') {
    const { staffId } = await inviteInRegion(invitation, to);
    return `${name} is in the staff register of ${to.region} as ${roles.join(', ')} (${staffId}).
A mail with a temporary password of one day went to ${to.email}; a second factor is asked for at the first login.`;
  }
  const { staffId, accessToken, expiresInSeconds, apiAddress } = await inviteLocally(invitation, to);
  return `${name} is in the staff register as ${roles.join(', ')} (${staffId}).

Access token, good for ${expiresInSeconds / 60} minutes:

TOKEN=${accessToken}

After pasting that line:
  curl -s ${apiAddress}/v1/staff/breaches -H "authorization: Bearer $TOKEN"
`;
}

try {
  console.log(await invite(readInvitation(process.argv.slice(2))));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
