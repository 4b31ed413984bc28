import type { RoomTable } from './folder-rules';

/** The rooms of the page. */
export const STUDIO_ROOMS: RoomTable = {
    api: [],
    'page-files': [],
    'recorded-page': ['page-files', 'api'],
    model: ['api'],
    'page/state': ['api', 'model'],
    'page/parts': ['api', 'model', 'page/state'],
    'page/screens': ['api', 'model', 'page/parts', 'page/state'],
    page: ['api', 'model', 'page/parts', 'page/screens', 'page/state'],
};
