import type { Principal, SignaturePolicy } from './signature-policy';

/**
 * Policies in the text form of Fabric's command line, `OutOf(2, 'Org1MSP.peer', AND('Org2MSP.member', …))`
 * (fabric, common/policydsl/policyparser.go).
 */

const TOKEN = /\s*(?:(?<word>[A-Za-z]+)|(?<number>\d+)|'(?<single>[^']*)'|"(?<double>[^"]*)"|(?<sign>[(),]))/y;
const PRINCIPAL = /^(?<mspId>[A-Za-z0-9.-]+)\.(?<role>admin|member|client|peer|orderer)$/;
/** Each in one of three spellings; `AnD` is not a gate. */
const GATES = new Map([
    ...['AND', 'And', 'and'].map((name) => [name, 'and'] as const),
    ...['OR', 'Or', 'or'].map((name) => [name, 'or'] as const),
    ...['OUTOF', 'OutOf', 'outof'].map((name) => [name, 'outof'] as const),
]);

interface Token {
    readonly kind: 'word' | 'number' | 'text' | 'sign';
    readonly text: string;
}

/** @throws Error that says what is wrong with the text */
export function parsePolicy(text: string): SignaturePolicy {
    const tokens = new Tokens(text);
    const policy = parseGate(tokens);
    const rest = tokens.take();
    if (rest !== undefined) throw new Error(`unexpected '${rest.text}' after the policy '${text}'`);
    return policy;
}

/** Writes a policy in the form that parsePolicy reads: with AND and OR where they say the same as OutOf. */
export function policyText(policy: SignaturePolicy): string {
    if (!('rules' in policy)) return `'${policy.mspId}.${policy.role}'`;
    const { outOf, rules } = policy;
    const texts = rules.map(policyText);
    if (outOf === 1) return `OR(${texts.join(', ')})`;
    return outOf === rules.length ? `AND(${texts.join(', ')})` : `OutOf(${[outOf, ...texts].join(', ')})`;
}

/** A principal alone is not a policy: it stands within a gate. */
function parseGate(tokens: Tokens): SignaturePolicy {
    const token = tokens.take();
    const gate = token?.kind === 'word' ? GATES.get(token.text) : undefined;
    if (gate === undefined) throw tokens.unexpected(token, 'AND, OR or OutOf');
    tokens.expectSign('(');
    const count = gate === 'outof' ? takeCount(tokens) : undefined;
    const rules = parseRules(tokens);
    const outOf = count ?? (gate === 'and' ? rules.length : 1);
    if (outOf > rules.length + 1) throw new Error(`invalid t-out-of-n predicate, t ${outOf}, n ${rules.length}`);
    return { outOf, rules };
}

function takeCount(tokens: Tokens): number {
    const token = tokens.take();
    // Fabric takes a number in quotes as well.
    const isCount = token !== undefined && /^\d+$/.test(token.text);
    if (!isCount) throw tokens.unexpected(token, 'a number');
    tokens.expectSign(',');
    return Number(token.text);
}

function parseRules(tokens: Tokens): SignaturePolicy[] {
    const rules: SignaturePolicy[] = [];
    for (;;) {
        rules.push(parseRule(tokens));
        const sign = tokens.take();
        if (sign?.kind === 'sign' && sign.text === ')') return rules;
        if (sign?.kind !== 'sign' || sign.text !== ',') throw tokens.unexpected(sign, "',' or ')'");
    }
}

function parseRule(tokens: Tokens): SignaturePolicy {
    const { next } = tokens;
    if (next?.kind !== 'text') return parseGate(tokens);
    tokens.take();
    return parsePrincipal(next.text);
}

function parsePrincipal(text: string): Principal {
    const { mspId, role } = PRINCIPAL.exec(text)?.groups ?? {};
    if (mspId === undefined) throw new Error(`error parsing principal ${text}; it has the form 'Org1MSP.member'`);
    // The expression lets nothing else through.
    return { mspId, role: role as Principal['role'] };
}

class Tokens {
    readonly #text: string;
    readonly #tokens: readonly Token[];
    #at = 0;

    constructor(text: string) {
        this.#text = text;
        this.#tokens = tokenize(text);
    }

    get next(): Token | undefined {
        return this.#tokens[this.#at];
    }

    take(): Token | undefined {
        return this.#tokens[this.#at++];
    }

    expectSign(sign: string): void {
        const token = this.take();
        if (token?.kind !== 'sign' || token.text !== sign) throw this.unexpected(token, `'${sign}'`);
    }

    unexpected(token: Token | undefined, expected: string): Error {
        const found = token === undefined ? 'ends' : `has '${token.text}'`;
        return new Error(`the policy '${this.#text}' ${found} where ${expected} is expected`);
    }
}

function tokenize(text: string): Token[] {
    const tokens: Token[] = [];
    const trimmed = text.trimEnd();
    for (let at = 0; at < trimmed.length; at = TOKEN.lastIndex) {
        TOKEN.lastIndex = at;
        const groups = TOKEN.exec(trimmed)?.groups;
        if (groups === undefined) throw new Error(`unrecognized token at '${trimmed.slice(at)}' in policy '${text}'`);
        tokens.push(toToken(groups));
    }
    return tokens;
}

function toToken({ word, number, single, double, sign }: Readonly<Record<string, string | undefined>>): Token {
    if (word !== undefined) return { kind: 'word', text: word };
    if (number !== undefined) return { kind: 'number', text: number };
    if (sign !== undefined) return { kind: 'sign', text: sign };
    return { kind: 'text', text: single ?? double ?? '' };
}
