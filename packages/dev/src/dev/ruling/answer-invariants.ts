import { answerInvariants } from '@heddle/testing/internal';
import { INVARIANTS_VARIABLE } from './invariants-variable';

// Preloaded into the chaincode's process by `heddle dev --invariants`: no server has it. The name by which the rules are asked
// is told to nobody else, so that no client can ask.

const name = process.env[INVARIANTS_VARIABLE];
if (name !== undefined) answerInvariants(name);
// The author's code does not see it. Threads of the process have no need of it: they run what contracts have, by its name.
Reflect.deleteProperty(process.env, INVARIANTS_VARIABLE);
