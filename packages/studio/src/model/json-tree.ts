import { type JsonLine, jsonLines, textOf, type Token } from './json-lines';

/** JSON with its scalars as they were written, so that no digit of a number is lost. */
export type JsonTree =
    | { readonly kind: 'scalar'; readonly token: Token }
    | { readonly kind: 'array'; readonly elements: readonly JsonTree[] }
    | { readonly kind: 'object'; readonly members: readonly (readonly [name: string, value: JsonTree])[] };

/** Reads JSON. @returns undefined for what is no JSON, or more than one can look at, as {@link jsonLines} */
export function readJsonTree(text: string): JsonTree | undefined {
    const lines = jsonLines(text);
    return lines === undefined ? undefined : new Reader(lines).tree();
}

/** The same JSON without white space. */
export function compactText(tree: JsonTree): string {
    switch (tree.kind) {
        case 'scalar':
            return tree.token.text;
        case 'array':
            return `[${tree.elements.map(compactText).join(',')}]`;
        case 'object':
            return `{${tree.members.map(([name, value]) => `${JSON.stringify(name)}:${compactText(value)}`).join(',')}}`;
    }
}

/** JSON with a line for each member, digits as they were; other text as it is. */
export function laidOutText(text: string): string {
    const lines = jsonLines(text);
    return lines?.map((line) => '    '.repeat(line.depth) + textOf(line)).join('\n') ?? text;
}

/** Goes through tokens that are known to be in order, and not too deep. */
class Reader {
    readonly #tokens: readonly Token[];
    #next = 0;

    constructor(lines: readonly JsonLine[]) {
        this.#tokens = lines.flatMap(({ tokens }) => tokens);
    }

    tree(): JsonTree {
        const token = this.#take();
        if (token.text === '[') return { kind: 'array', elements: this.#until(']', () => this.tree()) };
        if (token.text === '{') return { kind: 'object', members: this.#until('}', () => this.#member()) };
        return { kind: 'scalar', token };
    }

    #member(): readonly [string, JsonTree] {
        const name = JSON.parse(this.#take().text) as string;
        this.#take();
        return [name, this.tree()];
    }

    #until<Part>(end: string, read: () => Part): Part[] {
        const parts: Part[] = [];
        while (!this.#isAt(end)) {
            parts.push(read());
            if (this.#isAt(',')) this.#take();
        }
        this.#take();
        return parts;
    }

    #isAt(mark: string): boolean {
        const token = this.#tokens[this.#next];
        return token?.kind === 'mark' && token.text === mark;
    }

    #take(): Token {
        const token = this.#tokens[this.#next++];
        if (token === undefined) throw new Error('the tokens end too early');
        return token;
    }
}
