/** Text that may be laid out on one line or on several. */
export type Layout = string | Group | readonly Layout[];

/** A list in brackets: on one line if there is room, otherwise one line for each item. */
export interface Group {
    readonly open: string;
    readonly items: readonly Layout[];
    readonly close: string;
    /** Between items; behind the last one too where they are on lines of their own, unless `isOpen`. */
    readonly separator: ',' | ';';
    /** Whether nothing may stand behind the last one, as in a list of types. */
    readonly isOpen?: boolean;
    /** Spaces inside of the brackets, as in an object. */
    readonly isSpaced?: boolean;
    /** Whether each item has a line of its own in any case. */
    readonly isTall?: boolean;
}

const WIDTH = 120;
const INDENT = '    ';

/** As Prettier lays it out with a width of 120 and four spaces. */
export function render(layout: Layout): string {
    const printer = new Printer();
    printer.print(layout, 0, 0);
    return printer.text;
}

/** `{ a, b }` */
export function braces(items: readonly Layout[], isTall = false): Layout {
    return items.length === 0 ? '{}' : { open: '{', items, close: '}', separator: ',', isSpaced: true, isTall };
}

/** `name(a, b)` */
export function call(name: string, items: readonly Layout[]): Layout {
    return { open: `${name}(`, items, close: ')', separator: ',' };
}

class Printer {
    text = '';
    #column = 0;

    /** @param behind how many characters have to follow on the same line */
    print(layout: Layout, depth: number, behind: number): void {
        if (typeof layout === 'string') this.#write(layout);
        else if ('open' in layout) this.#group(layout, depth, behind);
        else this.#sequence(layout, depth, behind);
    }

    #sequence(parts: readonly Layout[], depth: number, behind: number): void {
        for (const [index, part] of parts.entries()) {
            this.print(part, depth, leadingWidth(parts.slice(index + 1), behind));
        }
    }

    #group(group: Group, depth: number, behind: number): void {
        const line = group.isTall === true ? undefined : flat(group);
        if (line !== undefined && this.#column + line.length + behind <= WIDTH) {
            this.#write(line);
            return;
        }
        const { open, items, close, separator, isOpen = false } = group;
        this.#write(open);
        for (const [index, item] of items.entries()) {
            const end = isOpen && index === items.length - 1 ? '' : separator;
            this.#newLine(depth + 1);
            this.print(item, depth + 1, end.length);
            this.#write(end);
        }
        this.#newLine(depth);
        this.#write(close);
    }

    #write(text: string): void {
        this.text += text;
        this.#column += text.length;
    }

    #newLine(depth: number): void {
        this.text += `\n${INDENT.repeat(depth)}`;
        this.#column = depth * INDENT.length;
    }
}

/** All of it on one line; undefined where that cannot be. */
function flat(layout: Layout): string | undefined {
    if (typeof layout === 'string') return layout.includes('\n') ? undefined : layout;
    if (!('open' in layout)) return joined(layout, '');
    if (layout.isTall === true) return undefined;
    const inner = joined(layout.items, `${layout.separator} `);
    if (inner === undefined) return undefined;
    const space = layout.isSpaced === true ? ' ' : '';
    return `${layout.open}${space}${inner}${space}${layout.close}`;
}

function joined(parts: readonly Layout[], separator: string): string | undefined {
    const lines = parts.map(flat);
    return lines.includes(undefined) ? undefined : lines.join(separator);
}

/** Up to where the first line may end. */
function leadingWidth(parts: readonly Layout[], behind: number): number {
    const at = parts.findIndex((part) => typeof part !== 'string');
    const before = parts.slice(0, at < 0 ? parts.length : at) as readonly string[];
    const width = before.join('').length;
    const next = at < 0 ? undefined : parts[at];
    if (next === undefined) return width + behind;
    return width + (typeof next === 'object' && 'open' in next ? next.open.length : 0);
}
