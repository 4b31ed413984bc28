import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Bytes } from '../../api/value';
import { bytesFrom, sizeText } from '../../model/value-view';
import { loadBytes } from '../state/client';
import { failureOf } from '../state/question';
import { record } from '../state/record-source';
import { saveFile } from '../state/save-file';
import { Shown } from './shown';

type Reference = Required<Pick<Bytes, 'of'>>;

/** Whether there is somebody who has all of a value of which the beginning is here. */
export function canBeWhole(value: Bytes | undefined): value is Bytes & Reference {
    return record === undefined && value?.of !== undefined;
}

/** All of a value. @throws Refused; TypeError where the process is gone */
export async function wholeOf(value: Bytes | undefined): Promise<Bytes | undefined> {
    return canBeWhole(value) ? bytesFrom((await loadBytes(value.of)).bytes) : value;
}

interface LongValueProps {
    readonly of: Bytes;
    readonly isLoaded: boolean;
    readonly isShown: boolean;
    readonly onShow: (value: Bytes) => void;
}

/** What is below the beginning of a long value: how much there is, and ways to have it. */
export function LongValue({ of, isLoaded, isShown, onShow }: LongValueProps): JSX.Element {
    const [failure, setFailure] = useState('');
    const load = (use: (loaded: Awaited<ReturnType<typeof loadBytes>>) => void): void => {
        loadBytes(of.of ?? '').then(use, (error: unknown) => {
            const { message, remedy } = failureOf(error);
            setFailure(remedy === '' ? message : `${message}: ${remedy}`);
        });
    };
    return (
        <div class="long-value">
            {!isShown && (
                <span class="note">
                    the first {sizeText(beginning(of))} of {sizeText(of.size)}
                    {of.isLost === true && ': only its beginning is kept'}
                </span>
            )}
            {canBeWhole(of) && !isLoaded && of.text !== undefined && (
                <button
                    class="quiet"
                    onClick={() => {
                        load(({ bytes }) => {
                            onShow(bytesFrom(bytes));
                        });
                    }}
                >
                    Show {sizeText(of.size)}
                </button>
            )}
            {canBeWhole(of) && <SaveButton of={of.of} label="Save as file" />}
            {failure !== '' && (
                <span class="mistake" role="alert">
                    <Shown text={failure} />
                </span>
            )}
        </div>
    );
}

function beginning({ text, base64 = '' }: Bytes): number {
    return text === undefined ? Math.floor((base64.length * 3) / 4) : new TextEncoder().encode(text).length;
}

/** Saves a value under a name that the process gives it. */
export function SaveButton({ of, label }: { readonly of: string; readonly label: string }): JSX.Element {
    const [failure, setFailure] = useState('');
    return (
        <>
            <button
                class="quiet"
                onClick={() => {
                    loadBytes(of).then(saveFile, (error: unknown) => {
                        setFailure(failureOf(error).message);
                    });
                }}
            >
                {label}
            </button>
            {failure !== '' && (
                <span class="mistake" role="alert">
                    <Shown text={failure} />
                </span>
            )}
        </>
    );
}
