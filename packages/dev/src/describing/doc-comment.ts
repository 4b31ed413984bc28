import { parse, type Spec, type Tokenizer, tokenizers } from 'comment-parser';

/** What a doc comment says. */
export interface DocComment {
    /** Empty where it has only tags. */
    readonly description: string;
    /** Of parameters, by their names. */
    readonly parameters: Readonly<Record<string, string>>;
    readonly returns: string;
}

const PARAMETERS = new Set(['param', 'arg', 'argument']);
const RETURNS = new Set(['returns', 'return']);

/** Tags other than those of parameters name nothing: what stands behind `@returns` is text from its first word on. */
const nameOfParameter: Tokenizer = (spec) => (PARAMETERS.has(spec.tag) ? tokenizers.name()(spec) : spec);

const TOKENIZERS = [tokenizers.tag(), tokenizers.type(), nameOfParameter, tokenizers.description('preserve')];

/**
 * Parses a comment in the form of JSDoc or TSDoc. Paragraphs and lists stay as they are written.
 * @param text with its slashes and stars
 */
export function parseDocComment(text: string): DocComment {
    const [block] = parse(text.replaceAll('\r\n', '\n'), { spacing: 'preserve', tokenizers: TOKENIZERS });
    const tags = block?.tags ?? [];
    const parameters = tags
        .filter(({ tag }) => PARAMETERS.has(tag))
        .map(({ name, description }) => [name, description]);
    return {
        description: toText(descriptionOf(block?.description ?? '', tags)),
        parameters: Object.fromEntries(
            parameters.map(([name = '', said = '']) => [name, toText(said.replace(/^-\s+/, ''))]),
        ),
        returns: toText(tags.find(({ tag }) => RETURNS.has(tag))?.description ?? ''),
    };
}

/** JSDoc has a tag for what stands before the tags. */
function descriptionOf(text: string, tags: readonly Spec[]): string {
    if (text.trim() !== '') return text;
    return tags.find(({ tag }) => tag === 'description' || tag === 'desc')?.description ?? '';
}

/** Without what only tools for comments understand: `{@link Asset | the asset}` is `the asset`. */
function toText(text: string): string {
    return text
        .replaceAll(/\{@(?:link|linkcode|linkplain)\s+([^}|\s]+)\s*(?:\|\s*([^}]*?)|\s([^}]*?))?\s*\}/g, pickText)
        .replaceAll('{@inheritDoc}', '')
        .trim();
}

function pickText(_link: string, target: string, behindBar?: string, behindSpace?: string): string {
    const text = (behindBar ?? behindSpace ?? '').trim();
    return text === '' ? target : text;
}
