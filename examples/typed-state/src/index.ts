import { Poll } from './poll';
import { Supply } from './supply';
import { Token } from './token';

export { Poll, Supply, Token };

/** What `heddle server` serves. */
export const contracts = [Token, Supply, Poll];
