import { useEffect, useState } from 'preact/hooks';
import { ask, Refused } from './client';

/** What came of a question to the process: nothing yet, the answer, or why there is none. */
export interface Question<Answer> {
    readonly answer: Answer | undefined;
    /** Whether that is what came of this very question: until it has come, the one before is there. */
    readonly isOfThis: boolean;
    readonly failure: { readonly message: string; readonly remedy: string } | undefined;
    readonly again: () => void;
}

/** Asks when the page comes to need it, and anew when what is asked for changes; `undefined` asks nothing. */
export function useQuestion<Answer>(
    path: string | undefined,
    query: Readonly<Record<string, string | number | undefined>> = {},
    version?: unknown,
): Question<Answer> {
    const key = path === undefined ? undefined : JSON.stringify([path, query]);
    return useAnswer(key, () => ask<Answer>(path ?? '', query), version);
}

/** The same of what takes more than one question: the key says what is asked for. */
export function useAnswer<Answer>(
    key: string | undefined,
    load: () => Promise<Answer>,
    version?: unknown,
): Question<Answer> {
    const [{ of, ...state }, setState] = useState<Pick<Question<Answer>, 'answer' | 'failure'> & { of: string }>({
        of: '',
        answer: undefined,
        failure: undefined,
    });
    const [times, setTimes] = useState(0);
    useEffect(() => {
        let isCurrent = true;
        if (key !== undefined)
            load().then(
                (answer) => {
                    if (isCurrent) setState({ of: key, answer, failure: undefined });
                },
                (error: unknown) => {
                    if (isCurrent) setState({ of: key, answer: undefined, failure: failureOf(error) });
                },
            );
        return () => {
            isCurrent = false;
        };
    }, [key, version, times]);
    return {
        ...state,
        isOfThis: of === key,
        again: () => {
            setTimes(times + 1);
        },
    };
}

export function failureOf(error: unknown): { message: string; remedy: string } {
    if (error instanceof Refused) return { message: error.message, remedy: error.remedy };
    return {
        message: 'the process that serves this page does not answer',
        remedy: 'start it again; the page connects by itself',
    };
}
