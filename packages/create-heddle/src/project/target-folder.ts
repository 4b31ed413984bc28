import { readdirSync, statSync } from 'node:fs';
import { CreateError, reasonOf } from '../reporting/create-error';

const SHOWN = 3;

/**
 * Looks whether a project can be made in a folder: there is none, or it is empty but for a git repository.
 *
 * @returns whether the folder is there
 * @throws CreateError where it has files, or is no folder
 */
export function checkTarget(folder: string): boolean {
    const stats = statSync(folder, { throwIfNoEntry: false });
    if (stats === undefined) return false;
    if (!stats.isDirectory()) throw new CreateError(2, `${folder} is a file: choose another name`);
    const names = contentOf(folder).filter((name) => name !== '.git');
    if (names.length > 0) {
        const rest = names.length > SHOWN ? ' and more' : '';
        throw new CreateError(
            2,
            `${folder} is not empty: it has ${names.slice(0, SHOWN).join(', ')}${rest}. ` +
                'Choose another name, or move what is there',
        );
    }
    return true;
}

function contentOf(folder: string): string[] {
    try {
        return readdirSync(folder);
    } catch (error) {
        throw new CreateError(2, `${folder} cannot be read: ${reasonOf(error)}. Choose another folder`, {
            cause: error,
        });
    }
}
