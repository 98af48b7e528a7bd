"""业务问答 (GZ-45, 执行中如遇问题，请向本局反映): the city answers what its offices ask, for all of them."""
