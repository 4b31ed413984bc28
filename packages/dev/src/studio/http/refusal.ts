/** Something that the page cannot have: told as JSON, with a remedy. */
export class Refusal extends Error {
    readonly status: number;
    readonly code: string;
    readonly remedy: string;

    constructor(status: number, code: string, message: string, remedy = '') {
        super(message);
        this.status = status;
        this.code = code;
        this.remedy = remedy;
    }
}

export function badRequest(message: string, remedy: string): Refusal {
    return new Refusal(400, 'BAD_REQUEST', message, remedy);
}

export function notFound(message: string, remedy = ''): Refusal {
    return new Refusal(404, 'NOT_FOUND', message, remedy);
}
