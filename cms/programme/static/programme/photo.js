// A chosen photo has to be described: ask before sending, since a refused form loses the photo.
const photo = document.querySelector("[name=photo]");
const description = document.querySelector("[name=photo_description]");

photo?.addEventListener("change", () => {
  description.required = photo.files.length > 0;
});
