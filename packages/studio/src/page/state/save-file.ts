import type { LoadedBytes } from './source';

/** Has the browser save bytes as a file. */
export function saveFile({ bytes, name }: LoadedBytes): void {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([bytes]));
    link.download = name;
    link.click();
    // By then the browser has taken what it saves.
    setTimeout(() => {
        URL.revokeObjectURL(link.href);
    }, 60_000);
}
