import type { JSX } from 'preact';
import { mistakesTold } from '../../model/mistakes-told';
import { Shown } from '../parts/shown';
import { wantedField } from './field-input';

interface MessagesProps {
    /** What a contract, or the peer, has said. */
    readonly text: string;
    /** Brings the form on the page in which one can mend it; absent where it is there. */
    readonly openForm?: () => void;
}

/** A line for each mistake; one that begins with a path leads to its input. */
export function Messages({ text, openForm }: MessagesProps): JSX.Element {
    return (
        <ul class="messages">
            {mistakesTold(text).map(({ path, line }) => (
                <li class="mistake">
                    {path === undefined ? (
                        <Shown text={line} isMultiline />
                    ) : (
                        <button
                            type="button"
                            class="quiet"
                            onClick={() => {
                                wantedField.value = path;
                                openForm?.();
                            }}
                        >
                            <Shown text={line} />
                        </button>
                    )}
                </li>
            ))}
        </ul>
    );
}
