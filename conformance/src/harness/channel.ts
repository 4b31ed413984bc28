/** The one channel of every network. */
export const CHANNEL = 'mychannel';
