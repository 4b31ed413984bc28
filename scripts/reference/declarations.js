// Reads what a package exports from its declarations, as authors see it: names, signatures, doc comments.
'use strict';

const { join } = require('node:path');
const ts = require('typescript');
const { ROOT } = require('../workspaces');

/** Reads the exports of the main entries of some packages, by package and by name. */
function readDeclarations(packages) {
    const entries = packages.map((name) => join(ROOT, 'packages', name, 'dist', 'index.d.ts'));
    const options = {
        module: ts.ModuleKind.Node16,
        moduleResolution: ts.ModuleResolutionKind.Node16,
        target: ts.ScriptTarget.ES2022,
        lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
        types: ['node'],
        skipLibCheck: true,
        noEmit: true,
    };
    const program = ts.createProgram(entries, options);
    return new Map(packages.map((name, index) => [name, exportsOf(program, entries[index])]));
}

function exportsOf(program, entry) {
    const checker = program.getTypeChecker();
    const module = checker.getSymbolAtLocation(program.getSourceFile(entry));
    const resolved = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
    return new Map(checker.getExportsOfModule(module).map((symbol) => [symbol.name, resolved(symbol).declarations]));
}

/** What a declaration says of itself. Paragraphs and examples are Markdown, as the authors of the comments wrote it. */
function docOf(node) {
    // Of overloads the first may have the comment for all.
    const tags = ts.getJSDocTags(node);
    const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
    // Decorators in comments are escaped, or they would be tags.
    const textOf = (part) => ts.getTextOfJSDocComment(part.comment)?.trim().replaceAll('\\@', '@') ?? '';
    const named = (name) => tags.filter(({ tagName }) => tagName.text === name).map(textOf);
    return {
        text: comment === undefined ? '' : textOf(comment),
        parameters: tags
            .filter(ts.isJSDocParameterTag)
            .map((tag) => ({ name: tag.name.getText(), text: textOf(tag).replace(/^- /, '') })),
        returns: [...named('returns'), ...named('return')].join(' '),
        // TypeScript takes the first word behind `@throws` for a type where it stands in braces, which ours do not.
        throws: tags.filter(({ tagName }) => tagName.text === 'throws').map((tag) => throwsText(tag)),
        examples: named('example'),
    };
}

function throwsText(tag) {
    const text = tag
        .getText()
        .replace(/^@throws\s*/, '')
        .replaceAll(/\n\s*\* ?/g, '\n');
    return text.replace(/\*\/$/, '').trim();
}

/** Whether authors see a member: not what is private, and not what only the language calls, such as a disposal. */
function isShown(member) {
    if (member.name === undefined) return ts.isConstructorDeclaration(member) && !isPrivate(member);
    return ts.isIdentifier(member.name) && !isPrivate(member);
}

function isPrivate(member) {
    return (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private) !== 0;
}

/** The members of a class or an interface by name; overloads of one name stand together. */
function membersOf(declaration) {
    const members = new Map();
    for (const member of declaration.members.filter(isShown)) {
        const name = member.name?.text ?? 'constructor';
        members.set(name, [...(members.get(name) ?? []), member]);
    }
    return members;
}

/** The text of a declaration without its comment and without what only a file of declarations has. */
function codeOf(node) {
    const code = node.getText().replace(/^(?:export |declare )+/, '');
    // Options that an implementation takes apart at once are one parameter to its users.
    return ts.isConstructorDeclaration(node) ? code.replace(/\{[^{}]*\}(\??:)/, 'options$1') : code;
}

/** A member as its user sees it: getters as properties, constructors as `new`. */
function signatureOf(member) {
    // A parameter that the implementation does not use is one to its users all the same.
    const code = codeOf(member).replaceAll(/\b_(\w+\??:)/g, '$1');
    if (ts.isConstructorDeclaration(member)) return code.replace(/^constructor/, `new ${member.parent.name.text}`);
    if (ts.isGetAccessorDeclaration(member)) return code.replace(/^get (\w+)\(\)/, 'readonly $1');
    return code;
}

module.exports = { readDeclarations, docOf, membersOf, codeOf, signatureOf };
