import ts from 'typescript';
import type { Project } from '../scope/project';
import { isWrite, type Operation } from '../scope/stub-call';
import { isBinary, settled, shortText, unwrap } from '../scope/syntax';
import type { TransactionScope } from '../scope/transaction-scope';
import type { Rule } from './rule';

const RANGES: Readonly<Record<string, number>> = { getStateByRange: 0, getPrivateDataByRange: 1 };
const ALL = 'reads all there is: it grows with the ledger, and conflicts with every write.';
const PARTIAL: Readonly<Record<string, number>> = {
    getStateByPartialCompositeKey: 0,
    getPrivateDataByPartialCompositeKey: 1,
};

export const noUnboundedRange: Rule = {
    name: 'no-unbounded-range',
    level: 'warn',
    fault: 'A range over everything grows with the ledger, and conflicts with every write in it; a range that ends in ~ misses keys beyond it, such as é.',
    remedy: 'Scan only what a transaction needs, by createCompositeKey and getStateByPartialCompositeKey; keep sums where they change.',
    whenWrong: 'A range that is known to stay small: disable the line with that reason. Evaluations are not reported.',
    example: {
        wrong: "for await (const { value } of ctx.stub.getStateByRange('', '')) sum += value.length;",
        right: "for await (const { value } of ctx.stub.getStateByPartialCompositeKey('lot', [farm])) sum += value.length;",
    },
    check({ operations, scope, project, report }) {
        for (const { operation, body } of operations()) {
            const says = tilde(operation, project) ?? unbounded(operation, project);
            if (says === undefined || (says === ALL && !isWriting(body, scope))) continue;
            report({ node: operation.node, message: `${shortText(operation.node)} ${says}` });
        }
    },
};

/** Whether a transaction that may be submitted, and that a body belongs to, writes as well. */
function isWriting(body: Parameters<TransactionScope['operationsIn']>[0], scope: TransactionScope): boolean {
    if (scope.transactionOf(body)?.kind === 'evaluate') return false;
    return scope.reach.trace(body, scope.operationsIn).some(({ fact }) => isWrite(fact));
}

function tilde({ method, node }: Operation, project: Project): string | undefined {
    const first = Object.hasOwn(RANGES, method) ? RANGES[method] : undefined;
    const end = first === undefined ? undefined : node.arguments[first + 1];
    if (end === undefined || !endsInTilde(end, project)) return undefined;
    return 'misses keys behind ~, such as those with é.';
}

function endsInTilde(given: ts.Expression, project: Project): boolean {
    const node = settled(given);
    if (isBinary(node, ts.SyntaxKind.PlusToken)) return endsInTilde(node.right, project);
    if (ts.isTemplateExpression(node)) return node.templateSpans.at(-1)?.literal.text.endsWith('~') === true;
    if (ts.isStringLiteralLike(node)) return node.text.endsWith('~');
    const initializer = project.constantOf(node)?.initializer;
    return initializer !== undefined && endsInTilde(initializer, project);
}

function unbounded({ method, node }: Operation, project: Project): string | undefined {
    const first = Object.hasOwn(RANGES, method) ? RANGES[method] : undefined;
    if (first !== undefined) {
        const ends = [node.arguments[first], node.arguments[first + 1]];
        return ends.every((end) => end === undefined || isEmpty(end, project)) ? ALL : undefined;
    }
    const at = Object.hasOwn(PARTIAL, method) ? PARTIAL[method] : undefined;
    const parts = at === undefined ? undefined : node.arguments[at + 1];
    return parts !== undefined &&
        ts.isArrayLiteralExpression(unwrap(parts)) &&
        (unwrap(parts) as ts.ArrayLiteralExpression).elements.length === 0
        ? ALL
        : undefined;
}

function isEmpty(given: ts.Expression, project: Project): boolean {
    const node = unwrap(given);
    if (ts.isStringLiteralLike(node)) return node.text === '';
    const initializer = project.constantOf(node)?.initializer;
    return initializer !== undefined && isEmpty(initializer, project);
}
