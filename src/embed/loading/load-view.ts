import { createView, prepareView } from '../../chatkit/view.tsx';

/** In the script tag's modules the view is in the file of the dock, because one file is smaller than two and needs one request. */
export const loadView = async () => ({ createView, prepareView });
