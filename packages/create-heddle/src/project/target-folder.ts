import { readdirSync } from 'node:fs';
import { CreateError, reasonOf } from '../reporting/create-error';

const SHOWN = 3;

/**
 * Looks whether a project can be made in a folder: there is none, or it is empty but for a git repository.
 *
 * @throws CreateError where it has files, or is no folder
 */
export function checkTarget(folder: string): void {
    const names = contentOf(folder).filter((name) => name !== '.git');
    if (names.length === 0) return;
    const rest = names.length > SHOWN ? ' and more' : '';
    throw new CreateError(
        2,
        `${folder} is not empty: it has ${names.slice(0, SHOWN).join(', ')}${rest}. ` +
            'Choose another name, or move what is there',
    );
}

/** A folder that is not there has nothing in it. */
function contentOf(folder: string): string[] {
    try {
        return readdirSync(folder);
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
        throw new CreateError(2, `${folder} cannot be read: ${reasonOf(error)}. Choose another name`, {
            cause: error,
        });
    }
}
