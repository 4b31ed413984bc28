import type { Logger } from '@heddle/core';
import type { CreateFrameTap } from '@heddle/core/internal';
import type { JournalWriter } from '@heddle/journal';
import { readManifest } from '../input/package-entry';
import { ConfigurationError } from '../reporting/command-error';
import { VERSION } from '../version';
import type { JournalSettings } from './journal-settings';

/** What a server records. */
export interface Journal {
    /** What the streams of a package's chaincode are told to. @param modulePath its folder */
    tapFor(modulePath: string): CreateFrameTap;
    /** How many bytes the disk has not taken. */
    readonly lostBytes: number;
    close(): Promise<void>;
}

/**
 * Opens the journal; undefined where nothing is to be recorded.
 * @throws ConfigurationError where the folder cannot hold one
 */
export async function openJournal(settings: JournalSettings | undefined, logger: Logger): Promise<Journal | undefined> {
    if (settings === undefined) return undefined;
    const { JournalError, JournalWriter, digestOfFolder } = await import('@heddle/journal');
    try {
        const warn = (text: string): void => {
            logger.warn({ journal: settings.folder }, text);
        };
        const writer = new JournalWriter({ ...settings, heddle: VERSION, warn });
        return {
            tapFor: (modulePath) => createTaps(writer, modulePath, digestOfFolder(modulePath)),
            get lostBytes() {
                return writer.lostBytes;
            },
            close: () => writer.close(),
        };
    } catch (error) {
        if (JournalError.is(error)) throw new ConfigurationError(error.message, { cause: error });
        throw error;
    }
}

function createTaps(writer: JournalWriter, modulePath: string, digest: string | undefined): CreateFrameTap {
    const { name, version } = readManifest(modulePath);
    const code = { name: textOf(name), version: textOf(version), digest };
    return (session) => writer.tap({ ...session, ...code });
}

/** People write it. */
function textOf(value: unknown): string | undefined {
    return typeof value === 'string' ? value : undefined;
}
