// What may be asked for at a door, each with its icon.
export const REQUESTS = {
  proxy: "stamp",
  registration: "clipboard-pen",
  help: "hand-heart",
  host: "armchair",
  give: "euro",
  call_back: "phone",
};
