import { CommandError, reasonOf } from 'heddle/command';

/** The text of what was thrown; that of a command with all of its lines, which say who has refused what. */
export function wholeReasonOf(error: unknown): string {
    return error instanceof CommandError ? error.message : reasonOf(error);
}
