/** What a type's text says, before its names are looked up. */
export type TypeText =
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'array'; readonly element: TypeText }
    | { readonly kind: 'map'; readonly key: TypeText; readonly element: TypeText };

const TOKEN = /\s*([A-Za-z_$][\w$]*|\[\]|[<>,])/y;

/**
 * Parses the texts by which fabric-contract-api writes types: a name, `T[]`, `Array<T>`, `Map<string, T>`.
 * @returns what the text says, or a sentence on what is wrong with it
 */
export function parseTypeText(text: string): TypeText | string {
    const tokens = tokenize(text);
    if (tokens === undefined) return `the type ${JSON.stringify(text)} has characters that no type has`;
    const parser = new TypeTextParser(tokens);
    const parsed = parser.type();
    if (parsed === undefined || !parser.atEnd) return `the type ${JSON.stringify(text)} is not understood`;
    return parsed;
}

function tokenize(text: string): string[] | undefined {
    const tokens: string[] = [];
    const end = text.trimEnd().length;
    for (let at = 0; at < end; at = TOKEN.lastIndex) {
        TOKEN.lastIndex = at;
        const token = TOKEN.exec(text)?.[1];
        if (token === undefined) return undefined;
        tokens.push(token);
    }
    return tokens;
}

class TypeTextParser {
    readonly #tokens: readonly string[];
    #at = 0;

    constructor(tokens: readonly string[]) {
        this.#tokens = tokens;
    }

    get atEnd(): boolean {
        return this.#at === this.#tokens.length;
    }

    type(): TypeText | undefined {
        let type = this.#simple();
        while (type !== undefined && this.#take('[]')) type = { kind: 'array', element: type };
        return type;
    }

    #simple(): TypeText | undefined {
        const name = this.#tokens[this.#at] ?? '';
        if (!/^[A-Za-z_$]/.test(name)) return undefined;
        this.#at += 1;
        if (!this.#take('<')) return { kind: 'name', name };
        const element = name === 'Array' ? this.type() : undefined;
        const map = name === 'Map' || name === 'Record' ? this.#entries() : undefined;
        if (!this.#take('>')) return undefined;
        return element === undefined ? map : { kind: 'array', element };
    }

    #entries(): TypeText | undefined {
        const key = this.type();
        const element = this.#take(',') ? this.type() : undefined;
        return key === undefined || element === undefined ? undefined : { kind: 'map', key, element };
    }

    #take(token: string): boolean {
        if (this.#tokens[this.#at] !== token) return false;
        this.#at += 1;
        return true;
    }
}
