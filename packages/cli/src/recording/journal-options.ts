import type { Setting } from '../input/environment';

/** The options of what is recorded. */
export const JOURNAL_SETTINGS = {
    journal: {
        flags: '--journal <folder>',
        variables: ['CORE_JOURNAL'],
        description: 'record every frame there, so that transactions can be run again; without it nothing is recorded',
    },
    journalMaxBytes: {
        flags: '--journal-max-bytes <size>',
        variables: ['CORE_JOURNAL_MAX_BYTES'],
        description: 'how much the journal may hold, such as 64MiB: the oldest goes then',
        fallback: '1GiB',
    },
    journalMaxAge: {
        flags: '--journal-max-age <time>',
        variables: ['CORE_JOURNAL_MAX_AGE'],
        description: 'how long it is kept, such as 12h',
        fallback: '7d',
    },
    journalSyncMs: {
        flags: '--journal-sync-ms <ms>',
        variables: ['CORE_JOURNAL_SYNC_MS'],
        description: 'how often it is forced to the disk; 0: when the system does',
        fallback: '0',
    },
    journalKeep: {
        flags: '--journal-keep <which>',
        variables: ['CORE_JOURNAL_KEEP'],
        description:
            'which transactions it keeps: all, failed (with a status of 500 or more, or never answered), or a part of all such as ' +
            'sample=0.01',
        fallback: 'all',
    },
    journalInclude: {
        flags: '--journal-include <parts>',
        variables: ['CORE_JOURNAL_INCLUDE'],
        description:
            'what else it has, with commas between them: transient data (transient), values of collections (private)',
    },
} as const satisfies Record<string, Setting>;
