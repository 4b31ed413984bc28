import ts from 'typescript';
import type { Project } from './project';
import { memberOf, nodesIn, settled, unwrap } from './syntax';

export type OperationKind =
    | 'read'
    | 'range'
    | 'page'
    | 'query'
    | 'history'
    | 'write'
    | 'delete'
    | 'private-read'
    | 'private-range'
    | 'private-query'
    | 'private-write'
    | 'policy'
    | 'event'
    | 'call';

/** A call of the ledger: of the stub, or of typed state. */
export interface Operation {
    readonly node: ts.CallExpression;
    readonly method: string;
    readonly kind: OperationKind;
    readonly typed: boolean;
    /** The expression of the key, where the call has one. */
    readonly key: ts.Expression | undefined;
    /** The expression of the value, where the call writes one. */
    readonly value: ts.Expression | undefined;
    /** The expression that the method is called on. */
    readonly object: ts.Expression | undefined;
}

interface Form {
    readonly kind: OperationKind;
    readonly key?: number;
    readonly value?: number;
}

/** Operations of Fabric's stub, as ChaincodeStub has them. */
const STUB: Readonly<Record<string, Form>> = {
    getState: { kind: 'read', key: 0 },
    exists: { kind: 'read', key: 0 },
    getMultipleStates: { kind: 'read' },
    getStateValidationParameter: { kind: 'read' },
    putState: { kind: 'write', key: 0, value: 1 },
    deleteState: { kind: 'delete', key: 0 },
    setStateValidationParameter: { kind: 'policy', key: 0 },
    getStateByRange: { kind: 'range' },
    getStateByPartialCompositeKey: { kind: 'range' },
    getStateByRangeWithPagination: { kind: 'page' },
    getStateByPartialCompositeKeyWithPagination: { kind: 'page' },
    getAllStatesCompositeKeyWithPagination: { kind: 'page' },
    getQueryResult: { kind: 'query' },
    getQueryResultWithPagination: { kind: 'page' },
    getHistoryForKey: { kind: 'history', key: 0 },
    getPrivateData: { kind: 'private-read', key: 1 },
    getMultiplePrivateData: { kind: 'private-read' },
    getPrivateDataHash: { kind: 'read', key: 1 },
    putPrivateData: { kind: 'private-write', key: 1, value: 2 },
    deletePrivateData: { kind: 'private-write', key: 1 },
    purgePrivateData: { kind: 'private-write', key: 1 },
    setPrivateDataValidationParameter: { kind: 'policy', key: 1 },
    getPrivateDataValidationParameter: { kind: 'read' },
    getPrivateDataByRange: { kind: 'private-range' },
    getPrivateDataByPartialCompositeKey: { kind: 'private-range' },
    getPrivateDataQueryResult: { kind: 'private-query' },
    invokeChaincode: { kind: 'call' },
    setEvent: { kind: 'event', value: 1 },
};

/** Operations of `ctx.state(…)`. Its reads see the transaction's own writes. */
const TYPED: Readonly<Record<string, Form>> = {
    get: { kind: 'read', key: 0 },
    getMany: { kind: 'read' },
    getOrThrow: { kind: 'read', key: 0 },
    exists: { kind: 'read', key: 0 },
    find: { kind: 'range' },
    findBy: { kind: 'range' },
    history: { kind: 'history' },
    rich: { kind: 'query' },
    hash: { kind: 'read' },
    matches: { kind: 'read' },
    value: { kind: 'read' },
    create: { kind: 'write', value: 0 },
    put: { kind: 'write', value: 0 },
    update: { kind: 'write', value: 1 },
    upsert: { kind: 'write', value: 1 },
    delete: { kind: 'delete' },
    add: { kind: 'write' },
    compact: { kind: 'write' },
    upgrade: { kind: 'write' },
    purge: { kind: 'private-write' },
    setPolicy: { kind: 'policy' },
};

const CONTEXT: Readonly<Record<string, Form>> = {
    emit: { kind: 'event', value: 1 },
    callChaincode: { kind: 'call' },
};

/** Names that nothing but a stub has. */
const DISTINCTIVE = new Set(Object.keys(STUB).filter((name) => name !== 'exists'));
const STUB_NAME = /^[_#]*(chaincode)?stub$/i;
const CONTEXT_NAME = /^[_#]*(ctx|context)$/i;
const WRITES = new Set<OperationKind>(['write', 'delete', 'private-write', 'policy']);

export function isWrite({ kind }: Operation): boolean {
    return WRITES.has(kind);
}

/** Reads a call as an operation of the ledger. */
export function operationOf(node: ts.Node, project: Project): Operation | undefined {
    if (!ts.isCallExpression(node)) return undefined;
    const callee = calleeOf(node, project);
    if (callee === undefined) return undefined;
    const { name, object } = callee;
    const stub = formOf(STUB, name);
    if (stub !== undefined && isStubMethod(callee, project)) return operation(node, callee, stub, false);
    const form = object && (typedForm(name, object, project) ?? contextForm(name, object, project));
    return form && operation(node, callee, form, true);
}

function formOf(forms: Readonly<Record<string, Form>>, name: string): Form | undefined {
    return Object.hasOwn(forms, name) ? forms[name] : undefined;
}

function typedForm(name: string, object: ts.Expression, project: Project): Form | undefined {
    const form = formOf(TYPED, name);
    return form !== undefined && isTypedState(object, project) ? form : undefined;
}

function contextForm(name: string, object: ts.Expression, project: Project): Form | undefined {
    const form = formOf(CONTEXT, name);
    return form !== undefined && isContext(object, project) ? form : undefined;
}

interface Callee {
    readonly name: string;
    readonly object: ts.Expression | undefined;
    readonly node: ts.Node;
}

/** The method that is called; also one that was taken out of its object before: `const { putState } = ctx.stub`. */
function calleeOf(node: ts.CallExpression, project: Project): Callee | undefined {
    const expression = unwrap(node.expression);
    const member = memberOf(expression);
    if (member !== undefined) return { ...member, node: nameNode(expression) };
    if (!ts.isIdentifier(expression)) return undefined;
    const declaration = project.localSymbolOf(expression)?.valueDeclaration;
    if (declaration === undefined || !ts.isBindingElement(declaration)) return undefined;
    const holder = declaration.parent.parent;
    const name = declaration.propertyName ?? declaration.name;
    if (!ts.isVariableDeclaration(holder) || holder.initializer === undefined || !ts.isIdentifier(name))
        return undefined;
    return { name: name.text, object: holder.initializer, node: expression };
}

function nameNode(expression: ts.Node): ts.Node {
    return ts.isPropertyAccessExpression(expression) ? expression.name : expression;
}

function operation(node: ts.CallExpression, { name, object }: Callee, form: Form, typed: boolean): Operation {
    const { kind, key, value } = form;
    const at = (index: number | undefined): ts.Expression | undefined =>
        index === undefined ? undefined : node.arguments[index];
    return { node, method: name, kind, typed, key: at(key), value: at(value), object };
}

function isStubMethod({ name, object, node }: Callee, project: Project): boolean {
    if (object !== undefined && isStub(object, project)) return true;
    if (!DISTINCTIVE.has(name)) return false;
    if (object !== undefined && project.isUnknown(object)) return true;
    // A part of the stub's type, or an interface of the author's that takes its place.
    const declarations = project.symbolOf(node)?.declarations ?? [];
    return declarations.some((one) => ts.isMethodSignature(one) || isOfStubClass(one));
}

function isOfStubClass(declaration: ts.Declaration): boolean {
    const { parent } = declaration;
    return ts.isClassLike(parent) && parent.name?.text === 'ChaincodeStub' && isPackaged(declaration);
}

function isPackaged(declaration: ts.Declaration): boolean {
    return declaration.getSourceFile().isDeclarationFile;
}

/** Whether an expression is the stub: by its type, else by its form. */
export function isStub(node: ts.Expression, project: Project): boolean {
    if (project.isOfType(node, 'ChaincodeStub')) return true;
    if (!project.isUnknown(node)) return false;
    const inner = settled(node);
    const name = ts.isIdentifier(inner) ? inner.text : memberOf(inner)?.name;
    if (name === undefined) return false;
    if (STUB_NAME.test(name)) return true;
    const initializer = project.constantOf(inner)?.initializer;
    return initializer !== undefined && isStub(initializer, project);
}

export function isContext(node: ts.Expression, project: Project): boolean {
    const inner = settled(node);
    const type = project.checker.getNonNullableType(project.typeOf(inner));
    if (type.getSymbol()?.name === 'Context') return true;
    if (type.getProperty('stub') !== undefined && type.getProperty('clientIdentity') !== undefined) return true;
    if (!project.isUnknown(inner)) return false;
    return ts.isIdentifier(inner) ? CONTEXT_NAME.test(inner.text) : CONTEXT_NAME.test(memberOf(inner)?.name ?? '');
}

function isTypedState(node: ts.Expression, project: Project): boolean {
    if (project.isOfType(node, 'EntityState', 'CounterState', 'PrivateEntityState')) return true;
    const inner = settled(node);
    const initializer = project.constantOf(inner)?.initializer;
    if (initializer !== undefined) return isTypedState(initializer, project);
    if (!ts.isCallExpression(inner)) return false;
    const member = memberOf(unwrap(inner.expression));
    if (member === undefined) return false;
    if (member.name === 'in') return isTypedState(member.object, project);
    return member.name === 'state' && isContext(member.object, project);
}

/** The class of `ctx.state(Class)` that an operation works on. */
export function entityOf(object: ts.Expression | undefined, project: Project): ts.Expression | undefined {
    if (object === undefined) return undefined;
    const inner = settled(object);
    const initializer = project.constantOf(inner)?.initializer;
    if (initializer !== undefined) return entityOf(initializer, project);
    if (!ts.isCallExpression(inner)) return undefined;
    const member = memberOf(unwrap(inner.expression));
    return member?.name === 'state' ? inner.arguments[0] : entityOf(member?.object, project);
}

/** Whether rows of typed state are private data; undefined where the entity is not known. */
export function isPrivateState({ object }: Operation, project: Project): boolean | undefined {
    if (object !== undefined && isInCollection(object, project)) return true;
    const definition = definitionOf(object, project);
    return definition && nodesIn(definition).some((node) => isNamedProperty(node, 'collection'));
}

/** The names of the fields that make the key of a typed row; none where the entity is not known. */
export function keyFieldsOf({ object }: Operation, project: Project): ReadonlySet<string> {
    const definition = definitionOf(object, project);
    const nodes = definition === undefined ? [] : nodesIn(definition);
    const key = nodes.filter(ts.isPropertyAssignment).find((node) => isNamedProperty(node, 'key'));
    const names = key === undefined ? [] : [key.initializer, ...nodesIn(key.initializer)];
    return new Set(names.filter(ts.isStringLiteralLike).map(({ text }) => text));
}

/** `entity('lot', { … })` of the class that an operation works on. */
function definitionOf(object: ts.Expression | undefined, project: Project): ts.Expression | undefined {
    const target = entityOf(object, project);
    const declaration = target && project.symbolOf(target)?.valueDeclaration;
    if (declaration === undefined || !ts.isClassLike(declaration)) return undefined;
    const member = declaration.members.find((one) => one.name?.getText() === 'entity');
    return member !== undefined && ts.isPropertyDeclaration(member) ? member.initializer : undefined;
}

function isNamedProperty(node: ts.Node, name: string): boolean {
    return (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) && node.name.getText() === name;
}

/** `ctx.state(Terms).in(collection)` */
function isInCollection(object: ts.Expression, project: Project): boolean {
    const node = settled(object);
    const initializer = project.constantOf(node)?.initializer;
    if (initializer !== undefined) return isInCollection(initializer, project);
    return ts.isCallExpression(node) && memberOf(unwrap(node.expression))?.name === 'in';
}
