import { paint, type Terminal } from 'heddle/command';

const SEPARATOR = ' | ';
/** Fewer are no lines any more. */
const FEWEST_COLUMNS = 40;

/** A terminal on which each line begins with a label. */
export function labelled(terminal: Terminal, label: string): Terminal {
    let isLineBegun = false;
    return {
        isColoured: terminal.isColoured,
        // Asked for each time: a window changes.
        get columns() {
            const { columns } = terminal;
            return columns && Math.max(FEWEST_COLUMNS, columns - label.length - SEPARATOR.length);
        },
        write(text) {
            const start = paint(terminal, 'yellow', label) + SEPARATOR;
            const lines = text.replace(/\n(?=.)/gs, `\n${start}`);
            terminal.write(isLineBegun || text === '' ? lines : start + lines);
            isLineBegun = text !== '' && !text.endsWith('\n');
        },
    };
}
