import { toError } from './to-error';

/**
 * Says in one line why something failed: the first line of an error's message, without the system call and the path that
 * Node adds to errors of the file system.
 */
export function reasonOf(thrown: unknown): string {
    const { message, name } = toError(thrown);
    const [line = ''] = message.split('\n');
    return line.replace(/, (open|read|scandir|stat|lstat|write|mkdir|rename|unlink|rm)\b.*$/, '') || name;
}
