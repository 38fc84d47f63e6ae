/** For what staff open what a person wrote in a request: closed, and written down with each opening (C33). */
export const requestPurposes = ['answering', 'complaint', 'audit'] as const;
