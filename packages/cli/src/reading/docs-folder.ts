import { join } from 'node:path';

const PACKAGE = join(__dirname, '..', '..');
const REPOSITORY = join(PACKAGE, '..', '..');

/**
 * The folder of the pages: they are copied into the package when it is packed, and those of the repository are read from a
 * checkout.
 */
export const DOCS_FOLDER =
    join(REPOSITORY, 'packages', 'cli') === PACKAGE ? join(REPOSITORY, 'docs') : join(PACKAGE, 'docs');
