/** A password that meets the rules. */
export const goodPassword = 'merry lanterns drift upstream';
