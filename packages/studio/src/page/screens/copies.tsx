import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { applicationCopy, type Call, shellCopy, testCopy } from '../../model/copies';
import { Shown } from '../parts/shown';

const KINDS = ['heddle', 'application', 'test'] as const;
const copied = signal<(typeof KINDS)[number]>('heddle');

interface CopiesProps {
    readonly call: Call;
    /** What a test has of it, where that is more than the call. */
    readonly test?: string;
}

/** The call as one would make it elsewhere. */
export function Copies({ call, test = testCopy(call) }: CopiesProps): JSX.Element {
    const shell = shellCopy(call);
    const texts = { heddle: shell.text, application: applicationCopy(call), test };
    return (
        <>
            <div class="tabs" role="group" aria-label="The same call as">
                {KINDS.map((kind) => (
                    <button
                        aria-pressed={copied.value === kind}
                        onClick={() => {
                            copied.value = kind;
                        }}
                    >
                        {kind}
                    </button>
                ))}
                <span class="grow" />
                <button
                    class="quiet"
                    onClick={() => {
                        void navigator.clipboard.writeText(texts[copied.value]);
                    }}
                >
                    Copy
                </button>
            </div>
            <pre class="value copy">
                <Shown text={texts[copied.value]} isMultiline />
            </pre>
            {copied.value === 'heddle' &&
                [...shell.files].map(([name, text]) => (
                    <a
                        class="button"
                        download={name}
                        href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
                    >
                        Save {name}
                    </a>
                ))}
        </>
    );
}
