import { types } from 'node:util';

/**
 * Says in one line why something failed: the first line of an error's message, without the system call and the path that
 * Node adds to errors of the file system. Anything can be thrown; by isNativeError, as errors may come from another realm.
 */
export function reasonOf(thrown: unknown): string {
    if (!types.isNativeError(thrown)) return `${thrown === null ? 'null' : typeof thrown} was thrown`;
    const [line = ''] = thrown.message.split('\n');
    return line.replace(/, (open|read|stat)\b.*$/, '') || thrown.name;
}
