import { reportMachineReads } from './machine-rule';
import type { Rule } from './rule';

export const noNondeterministicSource: Rule = {
    name: 'no-nondeterministic-source',
    level: 'error',
    fault: 'Clocks, random numbers and what the garbage collector has done are not the same at each endorser: their results differ, and the transaction is refused.',
    remedy: 'Take the time from ctx.stub.getDateTimestamp(), and ids from ctx.stub.getTxID() or from the arguments.',
    whenWrong:
        'A value that only goes to a log or to an error that is thrown is not reported. For other values that never reach the ledger, the result or an event, wrap them in `ctx.untracked(() => …)`, or name the source in `allow`.',
    example: {
        wrong: 'await ctx.stub.putState(id, ctx.serialize({ at: Date.now() }));',
        right: 'await ctx.stub.putState(id, ctx.serialize({ at: ctx.stub.getDateTimestamp() }));',
    },
    options: ['allow'],
    check(context) {
        reportMachineReads(context, 'nondeterministic', 'endorsers differ in it.');
    },
};
