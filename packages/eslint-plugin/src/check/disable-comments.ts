import ts from 'typescript';
import { PLUGIN_NAME } from '../configs';
import { type LocatedFinding, placeOf } from './located-finding';

/** A comment that silences findings: `// eslint-disable-next-line @heddle/no-locale -- shown to people only`. */
interface Directive {
    readonly kind: 'disable' | 'enable' | 'disable-line' | 'disable-next-line';
    readonly start: number;
    readonly end: number;
    readonly line: number;
    /** The line that the comment ends in. */
    readonly lastLine: number;
    /** Empty for all rules. */
    readonly rules: readonly string[];
    readonly reason: string;
}

/** The rule's name of comments without a reason. */
export const WITHOUT_REASON = 'disable-without-reason';

const COMMENT =
    /\/\*\s*eslint-(disable-next-line|disable-line|disable|enable)\b([\s\S]*?)\*\/|\/\/\s*eslint-(disable-next-line|disable-line)\b([^\n]*)/g;

/** What the comments of one file silence. */
export class DisableComments {
    readonly #directives: readonly Directive[];
    readonly #file: ts.SourceFile;

    constructor(file: ts.SourceFile) {
        this.#file = file;
        this.#directives = [...file.text.matchAll(COMMENT)].flatMap((match) => {
            const directive = directiveOf(match, file);
            return isInToken(file, directive.start) || !concernsHeddle(directive) ? [] : [directive];
        });
    }

    silences(rule: string, line: number): boolean {
        const about = this.#directives.filter(
            ({ rules }) => rules.length === 0 || rules.includes(`${PLUGIN_NAME}/${rule}`),
        );
        if (about.some((directive) => lineOf(directive) === line)) return true;
        const last = about.findLast(
            ({ kind, lastLine }) => lastLine <= line && (kind === 'disable' || kind === 'enable'),
        );
        return last?.kind === 'disable';
    }

    /** Reports each comment that says no reason. */
    withoutReason(folder: string): readonly LocatedFinding[] {
        return this.#directives
            .filter(({ kind, reason }) => kind !== 'enable' && reason === '')
            .map(({ start, end, rules }) => ({
                rule: WITHOUT_REASON,
                severity: 'error',
                ...placeOf(this.#file, start, end, folder),
                message: `this comment silences ${rules.length === 0 ? 'all rules' : rules.join(', ')} and says no reason.`,
                remedy: 'Write the reason behind two dashes: -- shown to people only',
                method: '',
            }));
    }
}

/** The only line that a comment is for, if it is for one. */
function lineOf({ kind, line, lastLine }: Directive): number | undefined {
    if (kind === 'disable-line') return line;
    return kind === 'disable-next-line' ? lastLine + 1 : undefined;
}

function directiveOf(match: RegExpExecArray, file: ts.SourceFile): Directive {
    const [whole, block, blockText, line, lineText] = match;
    const [names = '', ...reason] = (blockText ?? lineText ?? '').split(/(?:^|\s)-{2,}\s/);
    const at = (position: number): number => file.getLineAndCharacterOfPosition(position).line + 1;
    return {
        kind: (block ?? line) as Directive['kind'], // what the expression lets through
        start: match.index,
        end: match.index + whole.length,
        line: at(match.index),
        lastLine: at(match.index + whole.length),
        rules: names
            .split(',')
            .map((name) => name.trim())
            .filter((name) => name !== ''),
        reason: reason.join(' ').trim(),
    };
}

function concernsHeddle({ rules }: Directive): boolean {
    return rules.length === 0 || rules.some((name) => name.startsWith(`${PLUGIN_NAME}/`));
}

/** Whether a position is inside of a text or a pattern, where no comment begins. */
function isInToken(file: ts.SourceFile, position: number): boolean {
    let node: ts.Node = file;
    for (;;) {
        const inner: ts.Node | undefined = ts.forEachChild(node, (child) =>
            child.getStart(file) <= position && position < child.end ? child : undefined,
        );
        if (inner === undefined) break;
        node = inner;
    }
    return ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node) || ts.isRegularExpressionLiteral(node);
}
