import type ts from 'typescript';
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

/** How a rule tells of a fact. */
export interface Described {
    readonly node: ts.Node;
    readonly text: string;
    readonly says: string;
    readonly level?: 'warn';
}

/** Reports what methods of contracts do themselves, and at their calls what helpers do for them. */
export function reportChains<F>(
    { file, scope, report }: RuleContext,
    factsOf: FactsOf<F>,
    describe: (fact: F) => Described | undefined,
): void {
    const found = scope.membersIn(file).flatMap((body) => scope.reach.trace(body, factsOf));
    for (const { fact, call, chain } of found) {
        // Methods of contracts tell of themselves.
        const described = chain.some((one) => scope.isMember(one)) ? undefined : describe(fact);
        if (described === undefined) continue;
        const { node, text, says, ...level } = described;
        report({ node: call ?? node, message: `${[...chain.map(bodyName), text].join(' → ')}: ${says}`, ...level });
    }
}
