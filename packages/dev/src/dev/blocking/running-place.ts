import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const FRAME = /^\s+at (?:async )?(?:(.+) \()?((?:file:\/\/)?\/.+|[A-Za-z]:\\.+):(\d+):(\d+)\)?$/;

/**
 * The innermost of the author's functions in a stack, `spin (src/cars.ts:6:5)`; another one's where none is of the package.
 * @param folder of the package
 */
export function runningPlace(stack: string, folder: string): string | undefined {
    const frames = stack.split('\n').flatMap((line) => frameOf(line, folder));
    return (frames.find(({ isOwn }) => isOwn) ?? frames[0])?.text;
}

function frameOf(line: string, folder: string): { readonly text: string; readonly isOwn: boolean }[] {
    const [, name, file = '', row, column] = FRAME.exec(line) ?? [];
    // What has asked for the stack was evaluated.
    if (row === undefined || line.includes('(eval at ')) return [];
    const path = file.startsWith('file:') ? fileURLToPath(file) : file;
    const within = relative(folder, path);
    const isOwn = !within.startsWith('..') && !within.split(sep).includes('node_modules');
    const place = `${isOwn ? within : path}:${row}:${column}`;
    return [{ text: name === undefined ? place : `${name} (${place})`, isOwn }];
}
