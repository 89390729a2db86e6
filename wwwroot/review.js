// The width of an element in pixels. (The review page's own scripts are in the folder review.)
window.faceweb.width = element => element.clientWidth;
