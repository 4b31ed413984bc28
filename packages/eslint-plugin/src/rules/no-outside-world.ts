import { reportMachineReads } from './machine-rule';
import type { Rule } from './rule';

export const noOutsideWorld: Rule = {
    name: 'no-outside-world',
    level: 'error',
    fault: 'Network, files, processes and timers answer each endorser differently, or late: the transaction is refused or runs out of time.',
    remedy: 'Let the client or an oracle submit the value as an argument, and check there who has signed it.',
    whenWrong: 'A call that changes nothing of the outcome can be named in `allow`. Read files when the module loads.',
    example: {
        wrong: "const price = await (await fetch('https://prices.example')).text();",
        right: "const price = (await ctx.stub.getState('price')).toString(); // submitted by the oracle's transaction",
    },
    options: ['allow'],
    check(context) {
        reportMachineReads(context, 'outside', 'its answer differs between endorsers, or does not come.');
    },
};
