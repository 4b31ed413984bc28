import type { SourceKind } from '../scope/known-sources';
import { type MachineRead, machineReadsIn } from '../scope/machine-reads';
import { type Body, bodyName, type FactsOf } from '../scope/reach';
import type { TransactionScope } from '../scope/transaction-scope';
import type { RuleContext } from './rule';

/** What is read of the machine, of each body: asked by several rules, found once for each project. */
const READS = new WeakMap<TransactionScope, FactsOf<MachineRead>>();

function readsOf(scope: TransactionScope): FactsOf<MachineRead> {
    const known = READS.get(scope) ?? remembered((body) => machineReadsIn(body, scope.project));
    READS.set(scope, known);
    return known;
}

export function remembered<F>(factsOf: FactsOf<F>): FactsOf<F> {
    const memo = new Map<Body, readonly F[]>();
    return (body) => {
        const known = memo.get(body) ?? factsOf(body);
        memo.set(body, known);
        return known;
    };
}

/** Reports reads of one kind: in methods of contracts where they stand, in other functions at the call, with the way there. */
export function reportMachineReads(context: RuleContext, kind: SourceKind, says: string): void {
    const allowed = new Set(context.options.allow);
    reportChains(context, readsOf(context.scope), (read) =>
        read.kind === kind && !allowed.has(read.name) ? { node: read.node, text: read.text, says } : undefined,
    );
}

/** Reports what methods of contracts do themselves, and at their calls what helpers do for them. */
export function reportChains<F>(
    { file, scope, report }: RuleContext,
    factsOf: FactsOf<F>,
    describe: (fact: F) => { node: import('typescript').Node; text: string; says: string; level?: 'warn' } | undefined,
): void {
    for (const body of scope.membersIn(file)) {
        const told = new Set<unknown>();
        for (const { fact, call, chain } of scope.reach.trace(body, factsOf)) {
            // Methods of contracts tell of themselves.
            if (chain.some((one) => scope.isMember(one))) continue;
            const described = describe(fact);
            const at = call ?? described?.node;
            if (described === undefined || at === undefined || told.has(at)) continue;
            told.add(at);
            const way = [...chain.map(bodyName), described.text].join(' → ');
            const level = described.level === undefined ? {} : { level: described.level };
            report({ node: at, message: `${way}: ${described.says}`, ...level });
        }
    }
}
