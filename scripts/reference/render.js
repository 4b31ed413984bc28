// Renders the pages of the reference: Markdown that reads like a page that somebody wrote.
'use strict';

const { join } = require('node:path');
const prettier = require('prettier');
const ts = require('typescript');
const { ROOT } = require('../workspaces');
const { codeOf, docOf, membersOf, signatureOf } = require('./declarations');

/** Renders a page; `problems` gets what the page leaves out or names in vain. */
async function renderPage(page, declarations, problems) {
    const renderer = new PageRenderer(page, declarations, problems);
    const text = await renderer.render();
    const config = await prettier.resolveConfig(join(ROOT, 'docs', 'page.md'));
    return prettier.format(text, { ...config, parser: 'markdown' });
}

class PageRenderer {
    #page;
    #exports;
    #names;
    #problems;
    #used = new Set();
    /** Members shown so far, by the class or the interface that has them. */
    #shown = new Map();

    constructor(page, declarations, problems) {
        this.#page = page;
        this.#exports = [page.package, ...(page.others ?? [])].map((name) => declarations.get(name));
        this.#names = new Set([...declarations.values()].flatMap((exported) => [...exported.keys()]));
        this.#problems = problems;
    }

    async render() {
        const { title, intro, sections } = this.#page;
        const parts = [`# ${title}`, intro];
        for (const section of sections) parts.push(await this.#section(section));
        this.#checkMembers();
        this.#checkExports();
        return `${parts.join('\n\n')}\n`;
    }

    async #section({ title, text, of, members, declarations = [] }) {
        const parts = [`## ${title}`];
        if (text !== undefined) parts.push(text);
        if (of !== undefined) parts.push(await this.#members(of, members));
        for (const name of declarations) parts.push(await this.#declaration(name));
        return parts.join('\n\n');
    }

    /** Some members of a class, or all of them, each below a heading of its own. */
    async #members(of, names) {
        const [declaration] = this.#declarationsOf(of);
        const members = membersOf(declaration);
        const parts = [];
        if (names === undefined) parts.push(this.#doc(docOf(declaration)));
        for (const name of names ?? [...members.keys()].filter((one) => !this.#isOmitted(one))) {
            const overloads = members.get(name);
            if (overloads === undefined) this.#problems.push(`${of} has no ${name}`);
            else parts.push(`### ${name}`, await this.#described(overloads, of));
            this.#shown.set(of, [...(this.#shown.get(of) ?? []), name]);
        }
        return parts.filter((part) => part !== '').join('\n\n');
    }

    /** Overloads share what only one of them says; where several have comments, each stands with its own. */
    async #described(overloads, of) {
        const commented = overloads.filter((one) => docOf(one).text !== '');
        const groups = commented.length > 1 ? overloads.map((one) => [one]) : [overloads];
        const parts = [];
        for (const group of groups) {
            parts.push(await this.#signatures(group.map(signatureOf).join('\n'), of));
            parts.push(...group.map((one) => this.#doc(docOf(one))));
        }
        return parts.filter((part) => part !== '').join('\n\n');
    }

    /** A type as it is declared, with its comments; a class or a function with what is said of it. */
    async #declaration(name) {
        const all = this.#declarationsOf(name);
        const [declaration] = all;
        const heading = `### ${name}`;
        if (ts.isFunctionDeclaration(declaration)) {
            const signatures = all.map((one) => codeOf(one).replace(/^function \w+/, `function ${name}`)).join('\n');
            const docs = all.map((one) => this.#doc(docOf(one)));
            return [heading, await fenced(signatures), ...docs].filter((part) => part !== '').join('\n\n');
        }
        const { text, ...rest } = docOf(declaration);
        const code = this.#code(declaration);
        const nothing = { ...rest, text: '' };
        const parts = [heading, this.#prose(text), await code, this.#doc(nothing)];
        return parts.filter((part) => part !== '').join('\n\n');
    }

    #code(declaration) {
        if (ts.isClassDeclaration(declaration)) return this.#class(declaration);
        // What another package gives a name is described by that name, and not by its type.
        return ts.isVariableDeclaration(declaration) ? '' : fenced(codeOf(declaration));
    }

    /** A small class in one block, its comments in place. */
    #class(declaration) {
        const heritage = (declaration.heritageClauses ?? []).map((clause) => clause.getText()).join(' ');
        const name = declaration.name.text;
        const isMade = this.#page.withoutConstructor?.includes(name) === true;
        const shown = [...membersOf(declaration)].filter(([member]) => !(isMade && member === 'constructor'));
        const members = shown.flatMap(([, overloads]) => overloads.map(withComment)).join('\n');
        return fenced(`class ${name} ${heritage} {\n${members}\n}`);
    }

    async #signatures(code, of) {
        // A signature alone is not TypeScript: it is laid out within an interface, and taken out of it.
        const isStatic = /^static /m.test(code);
        const isNew = /^new /m.test(code);
        const named = code.replaceAll(/^static /gm, '').replaceAll(/^new \w+/gm, 'new');
        const text = await format(`interface X {\n${named}\n}`);
        const lines = text.trim().split('\n').slice(1, -1);
        const plain = lines.map((line) => line.replace(/^ {4}/, '')).join('\n');
        if (isNew) return `\`\`\`ts\n${plain.replace(/^new/, `new ${of}`)}\n\`\`\``;
        return `\`\`\`ts\n${isStatic ? `${of}.${plain}` : plain}\n\`\`\``;
    }

    #doc({ text, parameters, returns, throws, examples }) {
        const rows = [
            ...parameters.filter((one) => one.text !== '').map((one) => `- \`${one.name}\`: ${this.#prose(one.text)}`),
            ...(returns === '' ? [] : [`- Returns ${this.#prose(returns)}`]),
            ...throws.map((one) => `- Throws ${this.#prose(one)}`),
        ];
        const shown = examples.map(
            (example) => `\`\`\`ts example\n${example.replaceAll(/^```\w*\n?|```$/gm, '')}\n\`\`\``,
        );
        return [this.#prose(text), rows.join('\n'), ...shown].filter((part) => part !== '').join('\n\n');
    }

    /** Names of errors and of exports are code, also where the comment has them as plain words. */
    #prose(text) {
        const isName = (word) => /^[A-Z]+(_[A-Z0-9]+)+$/.test(word) || this.#names.has(word);
        return text
            .split(/(`[^`]*`)/)
            .map((part) =>
                part.startsWith('`')
                    ? part
                    : part.replaceAll(/(?<![.\w])(?:[A-Z]+(?:_[A-Z0-9]+)+|[A-Z][a-z]+(?:[A-Z][a-z]*)+)\b/g, (word) =>
                          isName(word) ? `\`${word}\`` : word,
                      ),
            )
            .join('');
    }

    #declarationsOf(name) {
        this.#used.add(name);
        const [found] = this.#exports.map((exported) => exported.get(name)).filter((one) => one !== undefined);
        if (found !== undefined) return found;
        throw new Error(`docs/reference/${this.#page.file}: @heddle/${this.#page.package} does not export ${name}`);
    }

    #isOmitted(member) {
        return this.#page.omitted?.includes(member) === true;
    }

    /** Of a package whose whole API is on the page. */
    #checkExports() {
        const { omittedExports, file } = this.#page;
        if (omittedExports === undefined) return;
        const missing = [...this.#exports[0].keys()].filter((name) => !this.#used.has(name));
        const wrong = missing.filter((name) => !omittedExports.includes(name));
        this.#problems.push(...wrong.map((name) => `${name} is not in docs/reference/${file}`));
    }

    #checkMembers() {
        for (const [of, shown] of this.#shown) {
            const members = [...membersOf(this.#declarationsOf(of)[0]).keys()].filter((name) => !this.#isOmitted(name));
            const wrong = members.filter((name) => shown.filter((one) => one === name).length !== 1);
            this.#problems.push(
                ...wrong.map((name) => `${of}.${name} is not once in docs/reference/${this.#page.file}`),
            );
        }
    }
}

function withComment(member) {
    const [comment] = ts.getJSDocCommentsAndTags(member).filter(ts.isJSDoc);
    return comment === undefined ? codeOf(member) : `${comment.getText()}\n${codeOf(member)}`;
}

async function format(code) {
    const config = await prettier.resolveConfig(join(ROOT, 'docs', 'page.ts'));
    return prettier.format(code, { ...config, parser: 'typescript' });
}

async function fenced(code) {
    return `\`\`\`ts\n${(await format(code)).trim()}\n\`\`\``;
}

module.exports = { renderPage };
