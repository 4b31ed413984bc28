import { reportMachineReads } from './machine-rule';
import type { Rule } from './rule';

export const noEnvironment: Rule = {
    name: 'no-environment',
    level: 'error',
    fault: 'Variables of the environment, host names, memory and paths are those of one machine, and each organization has its own.',
    remedy: 'Keep it in the ledger, or take it as an argument of the transaction.',
    whenWrong:
        'What only goes to a log or to an error that is thrown is not reported. What is read when the module loads is not reported either: there, all endorsers must be configured alike.',
    example: {
        wrong: "const fee = Number(process.env['FEE'] ?? '1');",
        right: "const fee = Number((await ctx.stub.getState('fee')).toString() || '1');",
    },
    options: ['allow'],
    check(context) {
        reportMachineReads(context, 'environment', 'it is of one machine, and endorsers have others.');
    },
};
