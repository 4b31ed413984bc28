import ts from 'typescript';
import { fullNameOf } from './names';
import type { Project } from './project';
import { type Body, Reach } from './reach';
import { type Operation, operationOf } from './stub-call';
import { decoratorsOf, type FunctionNode, hasModifier, isFunctionNode, nameText, nodesIn, unwrap } from './syntax';

/** Which of Fabric's forms a class has. */
export type ContractForm = 'heddle' | 'fabric' | 'chaincode';

export interface Contract {
    readonly node: ts.ClassLikeDeclaration;
    readonly form: ContractForm;
    readonly name: string;
    readonly transactions: readonly Transaction[];
}

export interface Transaction {
    readonly node: FunctionNode;
    readonly name: string;
    /** `submit` where nothing says that it is only evaluated. */
    readonly kind: 'submit' | 'evaluate';
    /** The element of the class: the method, or the property that has the function. */
    readonly member: ts.ClassElement;
    readonly contract: ts.ClassLikeDeclaration;
}

const HOOKS = new Set(['beforeTransaction', 'afterTransaction', 'aroundTransaction', 'unknownTransaction', 'onError']);
const NO_TRANSACTIONS = new Set(['createContext', 'getName', ...HOOKS]);
const CONTRACT_PACKAGE = /^(@heddle\/contract|@heddle\/fabric-contract-api|fabric-contract-api)(\.default)?\.Contract$/;
const TRANSACTION_DECORATORS = new Set(['Transaction', 'Evaluate']);
const CHAINCODE = new Set(['Chaincode', 'ChaincodeInterface']);

/** What runs in a transaction: methods of contracts, and the author's functions that they reach. */
export class TransactionScope {
    readonly project: Project;
    readonly reach: Reach;
    readonly contracts: readonly Contract[];
    readonly #reached: ReadonlySet<Body>;
    readonly #operations = new Map<Body, readonly Operation[]>();

    constructor(project: Project) {
        this.project = project;
        this.reach = new Reach(project);
        const forms = new Map(project.classes.map((node) => [node, formOf(node, project)] as const));
        this.contracts = project.classes.flatMap((node) => {
            const form = forms.get(node);
            return form === undefined ? [] : [contractOf(node, form, project)];
        });
        this.#reached = this.reach.from(this.contracts.flatMap((contract) => entriesOf(contract)));
    }

    /** All that runs in transactions and stands in a file. */
    bodiesIn(file: ts.SourceFile): readonly Body[] {
        return [...this.#reached].filter((body) => body.getSourceFile() === file);
    }

    /** Methods of contracts in a file: what they do is reported where it stands, and what helpers do at the call. */
    membersIn(file: ts.SourceFile): readonly Body[] {
        return this.bodiesIn(file).filter((body) => this.isMember(body));
    }

    contractsIn(file: ts.SourceFile): readonly Contract[] {
        return this.contracts.filter(({ node }) => node.getSourceFile() === file);
    }

    transactionsIn(file: ts.SourceFile): readonly Transaction[] {
        return this.contractsIn(file).flatMap(({ transactions }) => transactions);
    }

    /** The transaction that a body is, if it is one. */
    transactionOf(body: ts.Node): Transaction | undefined {
        return this.contracts.flatMap(({ transactions }) => transactions).find(({ node }) => node === body);
    }

    /** Whether a body is an instance's method of a contract. */
    isMember(body: Body): boolean {
        return this.contractOf(body) !== undefined;
    }

    contractOf(body: Body): Contract | undefined {
        const member = ts.isArrowFunction(body) || ts.isFunctionExpression(body) ? body.parent : body;
        if (!ts.isClassElement(member) || hasModifier(member, ts.SyntaxKind.StaticKeyword)) return undefined;
        return this.contracts.find(({ node }) => node === member.parent);
    }

    /** The operations of the ledger that stand in a body, in the order of the text. */
    readonly operationsIn = (body: Body): readonly Operation[] => {
        const known = this.#operations.get(body);
        if (known !== undefined) return known;
        const found = nodesIn(body).flatMap((node) => operationOf(node, this.project) ?? []);
        this.#operations.set(body, found);
        return found;
    };
}

/** What has been asked on the way, which has no more to say: classes may extend each other in a circle. */
type Asked = Set<ts.Node>;

function formOf(node: ts.ClassLikeDeclaration, project: Project, asked: Asked = new Set()): ContractForm | undefined {
    if (asked.has(node)) return undefined;
    asked.add(node);
    const forms = (node.heritageClauses ?? []).flatMap(({ token, types }) =>
        types.map(({ expression }) =>
            token === ts.SyntaxKind.ExtendsKeyword
                ? formOfBase(expression, project, asked)
                : formOfInterface(expression),
        ),
    );
    const names = new Set(node.members.map((member) => member.name && nameText(member.name)));
    const isChaincode = names.has('Init') && names.has('Invoke');
    return forms.find((form) => form !== undefined) ?? (isChaincode ? 'chaincode' : undefined);
}

function formOfInterface(expression: ts.Expression): ContractForm | undefined {
    const name = ts.isIdentifier(expression)
        ? expression.text
        : ts.isPropertyAccessExpression(expression)
          ? expression.name.text
          : '';
    return CHAINCODE.has(name) ? 'chaincode' : undefined;
}

function formOfBase(given: ts.Expression, project: Project, asked: Asked): ContractForm | undefined {
    const expression = unwrap(given);
    // A mixin: class Orders extends Audited(Contract).
    if (ts.isCallExpression(expression)) return firstForm(expression.arguments, project, asked);
    const name = fullNameOf(expression, project);
    if (name !== undefined && CONTRACT_PACKAGE.test(name))
        return name.startsWith('@heddle/contract') ? 'heddle' : 'fabric';
    const declaration = project.symbolOf(expression)?.valueDeclaration;
    // Without installed packages there is nothing but the name.
    if (declaration === undefined) return name === 'Contract' ? 'fabric' : undefined;
    return formOfDeclaration(declaration, project, asked);
}

function formOfDeclaration(declaration: ts.Declaration, project: Project, asked: Asked): ContractForm | undefined {
    if (ts.isVariableDeclaration(declaration) && declaration.initializer !== undefined && !asked.has(declaration)) {
        asked.add(declaration);
        return formOfBase(declaration.initializer, project, asked);
    }
    if (!ts.isClassLike(declaration)) return undefined;
    const isOwn = !declaration.getSourceFile().isDeclarationFile;
    return isOwn ? formOf(declaration, project, asked) : formOfDeclared(declaration, project, asked);
}

function firstForm(expressions: readonly ts.Expression[], project: Project, asked: Asked): ContractForm | undefined {
    for (const expression of expressions) {
        const form = formOfBase(expression, project, asked);
        if (form !== undefined) return form;
    }
    return undefined;
}

/** A base from a package: Fabric's or Heddle's own, or one that is derived of it. */
function formOfDeclared(
    declaration: ts.ClassLikeDeclaration,
    project: Project,
    asked: Asked,
): ContractForm | undefined {
    const file = declaration.getSourceFile().fileName;
    if (declaration.name?.text === 'Contract') {
        if (file.includes('fabric-contract-api')) return 'fabric';
        if (/(\/heddle\/|@heddle\/|\/packages\/)contract\//.test(file)) return 'heddle';
    }
    return formOf(declaration, project, asked);
}

function contractOf(node: ts.ClassLikeDeclaration, form: ContractForm, project: Project): Contract {
    const name = node.name?.text ?? '(class)';
    const decorated = form !== 'chaincode' && usesDecorators(node, project);
    const transactions = node.members.flatMap((member): Transaction[] => {
        const fn = functionOf(member);
        if (fn?.body === undefined || hasModifier(member, ts.SyntaxKind.StaticKeyword)) return [];
        const kind = kindOf(member);
        if (decorated ? kind === undefined : !isPublic(member)) return [];
        const memberName = member.name === undefined ? '' : nameText(member.name);
        return [{ node: fn, name: memberName, kind: kind ?? 'submit', member, contract: node }];
    });
    return { node, form, name, transactions };
}

function functionOf(member: ts.ClassElement): FunctionNode | undefined {
    if (ts.isMethodDeclaration(member)) return member;
    if (!ts.isPropertyDeclaration(member) || member.initializer === undefined) return undefined;
    const value = unwrap(member.initializer);
    return isFunctionNode(value) ? value : undefined;
}

function kindOf(member: ts.ClassElement): 'submit' | 'evaluate' | undefined {
    const decorator = decoratorsOf(member).find(({ name }) => TRANSACTION_DECORATORS.has(name));
    if (decorator === undefined) return undefined;
    const [commit] = decorator.args;
    return decorator.name === 'Evaluate' || commit?.kind === ts.SyntaxKind.FalseKeyword ? 'evaluate' : 'submit';
}

function isPublic(member: ts.ClassElement): boolean {
    return (
        member.name !== undefined && !ts.isPrivateIdentifier(member.name) && !NO_TRANSACTIONS.has(nameText(member.name))
    );
}

/** Whether a class, one that it extends or one that extends it marks its transactions. */
function usesDecorators(node: ts.ClassLikeDeclaration, project: Project): boolean {
    const marks = (one: ts.ClassLikeDeclaration): boolean => one.members.some((member) => kindOf(member) !== undefined);
    return familyOf(node, project).some(marks);
}

function familyOf(node: ts.ClassLikeDeclaration, project: Project): readonly ts.ClassLikeDeclaration[] {
    return [...basesOf(node, project), ...project.classes.filter((one) => basesOf(one, project).includes(node))];
}

/** A class and the author's classes that it extends. */
export function basesOf(node: ts.ClassLikeDeclaration, project: Project): readonly ts.ClassLikeDeclaration[] {
    const classes = new Set([node]);
    for (const one of classes) {
        const base = baseOf(one, project);
        if (base !== undefined) classes.add(base);
    }
    return [...classes];
}

function baseOf(node: ts.ClassLikeDeclaration, project: Project): ts.ClassLikeDeclaration | undefined {
    const extended = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
    const base = extended && project.symbolOf(unwrap(extended.expression))?.valueDeclaration;
    const isOwn = base !== undefined && ts.isClassLike(base) && !base.getSourceFile().isDeclarationFile;
    return isOwn ? base : undefined;
}

/** What Fabric or Heddle calls in a contract: transactions and hooks. */
function entriesOf({ node, form, transactions }: Contract): readonly Body[] {
    const hooks = node.members.filter(
        (member): member is ts.MethodDeclaration =>
            ts.isMethodDeclaration(member) && member.body !== undefined && HOOKS.has(nameText(member.name)),
    );
    return form === 'chaincode'
        ? transactions.map(({ node: fn }) => fn)
        : [...transactions.map(({ node: fn }) => fn), ...hooks];
}
