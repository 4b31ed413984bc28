import ts from 'typescript';
import { isFunctionNode, nodesIn } from './syntax';

const TEST_FILE = /(\.(test|spec|suite)\.[cm]?[jt]sx?$)|(\/(tests?|__tests__|__mocks__)\/)/;

/** The sources of an author as one program, with what the type checker knows of them. */
export class Project {
    readonly program: ts.Program;
    readonly checker: ts.TypeChecker;
    readonly #folder: string;
    readonly #classes: ts.ClassLikeDeclaration[] = [];
    readonly #circular = new Map<ts.VariableDeclaration, boolean>();

    /** @param folder paths of files are shown from there; a test is what lies in a folder of tests below it */
    constructor(program: ts.Program, folder: string) {
        this.program = program;
        this.checker = program.getTypeChecker();
        this.#folder = folder;
        for (const file of this.files) collectClasses(file, this.#classes);
    }

    /** What the author has written, without tests. */
    get files(): readonly ts.SourceFile[] {
        return this.program.getSourceFiles().filter((file) => this.isOwn(file));
    }

    /** Classes of the author. */
    get classes(): readonly ts.ClassLikeDeclaration[] {
        return this.#classes;
    }

    isOwn(file: ts.SourceFile): boolean {
        if (file.isDeclarationFile || this.program.isSourceFileFromExternalLibrary(file)) return false;
        if (file.fileName.includes('/node_modules/')) return false;
        return !isTestFile(file.fileName, this.#folder);
    }

    /** What a name or member stands for; of an import what it imports, where that is known. */
    symbolOf(node: ts.Node): ts.Symbol | undefined {
        const symbol = ts.isShorthandPropertyAssignment(node.parent)
            ? this.checker.getShorthandAssignmentValueSymbol(node.parent)
            : this.checker.getSymbolAtLocation(node);
        if (symbol === undefined || (symbol.flags & ts.SymbolFlags.Alias) === 0) return symbol;
        const aliased = this.checker.getAliasedSymbol(symbol);
        return aliased.declarations === undefined ? symbol : aliased;
    }

    /** The symbol of a name where it stands, which may be an import. */
    localSymbolOf(node: ts.Node): ts.Symbol | undefined {
        return ts.isShorthandPropertyAssignment(node.parent)
            ? this.checker.getShorthandAssignmentValueSymbol(node.parent)
            : this.checker.getSymbolAtLocation(node);
    }

    /** The declaration of a variable that is never assigned again, and whose value is not made of itself. */
    constantOf(node: ts.Node): ts.VariableDeclaration | undefined {
        const declaration = this.#declaredConstantOf(node);
        return declaration === undefined || this.#isCircular(declaration) ? undefined : declaration;
    }

    #declaredConstantOf(node: ts.Node): ts.VariableDeclaration | undefined {
        if (!ts.isIdentifier(node)) return undefined;
        const declaration = this.symbolOf(node)?.valueDeclaration;
        if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return undefined;
        return (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) === 0 ? undefined : declaration;
    }

    /** `const a = b, b = a` throws where it runs, and who follows it comes to no end. */
    #isCircular(declaration: ts.VariableDeclaration): boolean {
        const known = this.#circular.get(declaration);
        if (known !== undefined) return known;
        const parts = new Set(this.#constantsIn(declaration));
        for (const part of parts) for (const deeper of this.#constantsIn(part)) parts.add(deeper);
        const circular = parts.has(declaration);
        this.#circular.set(declaration, circular);
        return circular;
    }

    /** The constants that an initial value is made of; a function that is one runs later. */
    #constantsIn({ initializer }: ts.VariableDeclaration): readonly ts.VariableDeclaration[] {
        if (initializer === undefined || isFunctionNode(initializer)) return [];
        const nodes = nodesIn(initializer, (node) => !isFunctionNode(node));
        return nodes.flatMap((node) => this.#declaredConstantOf(node) ?? []);
    }

    typeOf(node: ts.Node): ts.Type {
        return this.checker.getTypeAtLocation(node);
    }

    /** Whether nothing is known of the type: no types are installed, or it is JavaScript. */
    isUnknown(node: ts.Node): boolean {
        return (this.typeOf(node).flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
    }

    /** Whether the compiler knows that a value is not undefined here: only where it tells undefined apart. */
    isDefined(node: ts.Node): boolean {
        const { strict, strictNullChecks = strict } = this.program.getCompilerOptions();
        if (strictNullChecks !== true || this.isUnknown(node)) return false;
        const type = this.typeOf(node);
        const parts = type.isUnion() ? type.types : [type];
        return parts.every(({ flags }) => (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)) === 0);
    }

    /** Whether a value is of a type with one of these names; `undefined` beside it does not count. */
    isOfType(node: ts.Node, ...names: readonly string[]): boolean {
        const type = this.checker.getNonNullableType(this.typeOf(node));
        const parts = type.isUnion() ? type.types : [type];
        return parts.length > 0 && parts.every((part) => this.#isNamed(part, names));
    }

    #isNamed(type: ts.Type, names: readonly string[]): boolean {
        const name = (type.aliasSymbol ?? type.getSymbol())?.name;
        if (name !== undefined && names.includes(name)) return true;
        const constraint = type.isTypeParameter() ? type.getConstraint() : undefined;
        return constraint !== undefined && this.#isNamed(constraint, names);
    }

    /** Whether all values of a node's type have one of these flags. */
    hasFlags(node: ts.Node, flags: ts.TypeFlags): boolean {
        const type = this.checker.getNonNullableType(this.typeOf(node));
        const parts = type.isUnion() ? type.types : [type];
        return parts.every((part) => (part.flags & flags) !== 0);
    }
}

export function isTestFile(fileName: string, folder: string): boolean {
    return TEST_FILE.test(fileName.startsWith(folder) ? fileName.slice(folder.length) : fileName);
}

function collectClasses(node: ts.Node, into: ts.ClassLikeDeclaration[]): void {
    if (ts.isClassLike(node)) into.push(node);
    ts.forEachChild(node, (child) => {
        collectClasses(child, into);
    });
}
