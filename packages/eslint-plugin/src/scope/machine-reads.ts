import ts from 'typescript';
import { CLOCKS_WITHOUT_ARGUMENTS, type SourceKind, sourceKindOf } from './known-sources';
import { fullNameOf, importedName } from './names';
import type { Project } from './project';
import type { Body } from './reach';
import { onlyForPeople } from './shown-only';
import { isCallNode, memberOf, methodOf, nodesIn, shortText, unwrap } from './syntax';

/** A place where a body reads what differs between endorsers. */
export interface MachineRead {
    readonly node: ts.Node;
    readonly kind: SourceKind;
    /** The full name, for `allow`. */
    readonly name: string;
    /** As the author has written it. */
    readonly text: string;
}

/** Lists what a body reads of its machine, its clock, its chance, or the world. */
export function machineReadsIn(body: Body, project: Project): readonly MachineRead[] {
    return nodesIn(body).flatMap((node) => {
        const read = readAt(node, project);
        if (read === undefined) return [];
        return read.kind !== 'outside' && onlyForPeople(read.node, project) ? [] : [read];
    });
}

function readAt(node: ts.Node, project: Project): MachineRead | undefined {
    if (isCallNode(node))
        return (
            clockOf(node, project) ?? reflectedClock(node, project) ?? dynamicImport(node) ?? dereference(node, project)
        );
    if (!isWholeReference(node)) return undefined;
    const name = fullNameOf(node, project);
    const kind = name === undefined ? undefined : sourceKindOf(name);
    return name === undefined || kind === undefined
        ? undefined
        : { node: shown(node), kind, name, text: shortText(shown(node)) };
}

/** `new Date()`, `Date()`, `moment()`. */
function clockOf(node: ts.CallExpression | ts.NewExpression, project: Project): MachineRead | undefined {
    const isDateCall = ts.isCallExpression(node) && isNamedDate(node.expression, project);
    if ((node.arguments?.length ?? 0) > 0 && !isDateCall) return undefined;
    const name = fullNameOf(node.expression, project);
    if (name === undefined || !CLOCKS_WITHOUT_ARGUMENTS.has(name)) return undefined;
    return {
        node,
        kind: 'nondeterministic',
        name: ts.isNewExpression(node) ? `new ${name}` : name,
        text: shortText(node),
    };
}

const REFLECTS = new Set(['Reflect.construct', 'Reflect.apply']);

/** `Reflect.construct(Date, [])`, and `Reflect.apply(Date, …)`, which takes no argument into account. */
function reflectedClock(node: ts.CallExpression | ts.NewExpression, project: Project): MachineRead | undefined {
    const by = nameOr(node.expression, project);
    const [target, ...rest] = node.arguments ?? [];
    if (target === undefined || !REFLECTS.has(by)) return undefined;
    const name = nameOr(target, project);
    const isClock = by === 'Reflect.apply' ? name === 'Date' || isEmptyList(rest[1]) : isEmptyList(rest[0]);
    if (!isClock || !CLOCKS_WITHOUT_ARGUMENTS.has(name)) return undefined;
    return { node, kind: 'nondeterministic', name: `new ${name}`, text: shortText(node) };
}

function nameOr(node: ts.Expression, project: Project): string {
    return fullNameOf(node, project) ?? '';
}

function isEmptyList(node: ts.Expression | undefined): boolean {
    const list = node && unwrap(node);
    return list === undefined || (ts.isArrayLiteralExpression(list) && list.elements.length === 0);
}

function isNamedDate(node: ts.Expression, project: Project): boolean {
    return ts.isIdentifier(node) && fullNameOf(node, project) === 'Date';
}

function dynamicImport(node: ts.Node): MachineRead | undefined {
    if (!ts.isCallExpression(node) || node.expression.kind !== ts.SyntaxKind.ImportKeyword) return undefined;
    // A module that is named is one of the package, as is what `import` at the top names.
    const [name] = node.arguments;
    if (name !== undefined && ts.isStringLiteralLike(name)) return undefined;
    return { node, kind: 'outside', name: 'import', text: shortText(node) };
}

function dereference(node: ts.Node, project: Project): MachineRead | undefined {
    const method = methodOf(node);
    if (method?.name !== 'deref' || !project.isOfType(method.object, 'WeakRef')) return undefined;
    return { node, kind: 'nondeterministic', name: 'WeakRef.deref', text: shortText(node) };
}

/** A name, or `a.b` that is no part of a longer `a.b.c`; no declaration and no key of an object. */
function isWholeReference(node: ts.Node): node is ts.Expression {
    const { parent } = node;
    if (ts.isPropertyAccessExpression(node)) return !isObjectOf(node, parent);
    if (ts.isElementAccessExpression(node)) return memberOf(node) !== undefined && !isObjectOf(node, parent);
    return ts.isIdentifier(node) && !isObjectOf(node, parent) && !ts.isTypeOfExpression(parent) && !isOnlyAName(node);
}

/** The name of a member, of a declaration or of an import. */
function isOnlyAName(node: ts.Identifier): boolean {
    const { parent } = node;
    if (ts.isShorthandPropertyAssignment(parent)) return false;
    const { name, propertyName } = parent as { readonly name?: ts.Node; readonly propertyName?: ts.Node };
    return name === node || propertyName === node || importedName(parent as ts.Declaration) !== undefined;
}

function isObjectOf(node: ts.Node, parent: ts.Node): boolean {
    return memberOf(parent)?.object === node && !ts.isTypeOfExpression(parent.parent);
}

/** With the parentheses of its call, where it is called. */
function shown(node: ts.Node): ts.Node {
    return isCallNode(node.parent) && node.parent.expression === node ? node.parent : node;
}
