import { JournalError } from '@heddle/journal';
import { ConfigurationError } from 'heddle/command';

/** A journal that cannot be read is told in its sentence; other errors are defects. */
export function explainJournal(error: unknown): unknown {
    return JournalError.is(error) ? new ConfigurationError(error.message, { cause: error }) : error;
}
