import './supported-node';
import { expect } from '@jest/globals';
import { matchers, type TransactionMatchers } from './matchers';

declare module 'expect' {
    // eslint-disable-next-line @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type -- merged with jest's interface, whose parameters it has to repeat
    interface Matchers<R extends void | Promise<void>, T = unknown> extends TransactionMatchers {}
}

expect.extend(matchers);
