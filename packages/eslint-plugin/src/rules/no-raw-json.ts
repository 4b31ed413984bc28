import ts from 'typescript';
import { Flow } from '../scope/flow';
import { fullNameOf } from '../scope/names';
import { isWrite, operationOf } from '../scope/stub-call';
import { nodesIn, shortText } from '../scope/syntax';
import type { Rule } from './rule';

const READS = new Set(['read', 'private-read', 'range', 'private-range', 'query', 'page', 'history']);

export const noRawJson: Rule = {
    name: 'no-raw-json',
    level: 'warn',
    fault: 'JSON.stringify throws on a bigint and leaves the order of members to the author; after JSON.parse a Date is a text.',
    remedy: 'Use ctx.serialize(value) and ctx.deserialize(Type, bytes), or ctx.state.',
    whenWrong:
        'State whose form another chaincode prescribes may need it: disable the line with that reason. Contracts of fabric-contract-api have no serialize, and are not reported.',
    example: {
        wrong: 'await ctx.stub.putState(id, Buffer.from(JSON.stringify(asset)));',
        right: 'await ctx.stub.putState(id, ctx.serialize(asset));',
    },
    check({ file, scope, project, report }) {
        // Without Heddle's context there is nothing to write instead.
        if (scope.contracts.every(({ form }) => form !== 'heddle')) return;
        const flow = new Flow(project, scope.reach);
        const isJson = (node: ts.Node, name: string): boolean =>
            ts.isCallExpression(node) && fullNameOf(node.expression, project) === `JSON.${name}`;
        for (const body of scope.bodiesIn(file)) {
            const told = new Set<ts.Node>();
            const tell = (node: ts.Node | undefined, says: string): void => {
                if (node === undefined || told.has(node)) return;
                told.add(node);
                report({ node, message: `${shortText(node)}: ${says}` });
            };
            for (const { value, ...operation } of scope.operationsIn(body))
                if (value !== undefined && !operation.typed && isWrite({ value, ...operation }))
                    tell(
                        flow.sourceOf(value, { isSource: (node) => isJson(node, 'stringify') }),
                        'a bigint throws, and members stand in any order.',
                    );
            for (const node of nodesIn(body)) {
                const [text] = ts.isCallExpression(node) && isJson(node, 'parse') ? node.arguments : [];
                const isRead = (one: ts.Expression): boolean => READS.has(operationOf(one, project)?.kind ?? '');
                if (text !== undefined && flow.sourceOf(text, { isSource: isRead }) !== undefined)
                    tell(node, 'a Date is a text then, and compares as one; nothing is checked.');
            }
        }
    },
};
